# Get-NetCapture: what captures in the background have had so far; ping's own counts are the witness.
BeforeAll { . $PSScriptRoot/shared/Captures.ps1 }

Describe 'Get-NetCapture' {
    BeforeAll {
        New-KnownNetwork
    }
    AfterAll { Remove-RoutedNetwork }
    AfterEach { Clear-Captures }

    It 'counts as they go on' {
        $first = Start-NetCapture eth0 -Namespace a -Protocol ICMP
        $second = Start-NetCapture eth0 -Namespace b -Protocol ICMP -HostAddress 10.9.9.9
        $null = ip netns exec a ping -c 5 -i 0.01 10.2.0.2
        (Get-NetCapture $first).Packets | Should -Be 10
        $all = @(Get-NetCapture)
        $all.Id | Should -Be $first.Id, $second.Id
        $all.State | Should -Be Running, Running
        $all[0].Bytes | Should -Be 980
        $all[0].Waiting | Should -Be 10
        $all[0].Interfaces | Should -Be a/eth0
        $all[0].Filter | Should -BeExactly 'protocol ICMP'
        $all[1].Packets | Should -Be 0
    }

    It 'counts for each link, whose sum is the whole' {
        $capture = Start-NetCapture eth*, lo -Namespace r -Protocol ICMP
        $null = ip netns exec r ping -c 2 -i 0.01 127.0.0.1
        $null = ip netns exec r ping -c 3 -i 0.01 10.1.0.2
        $now = Get-NetCapture $capture
        @($now.Links | Sort-Object Interface | ForEach-Object { "$($_.Interface) $($_.Packets) $($_.Dropped)" }) | Should -BeExactly 'r/eth1 6 0', 'r/eth2 0 0', 'r/lo 4 0'
        $now.Packets | Should -Be 10
        # A stopped one keeps them.
        @((Stop-NetCapture $capture -PassThru).Links.Packets | Sort-Object) | Should -Be 0, 4, 6
    }

    It 'takes captures and numbers, and what became of them in JSON' {
        $capture = Start-NetCapture lo -Namespace a
        (Get-NetCapture $capture.Id).Id | Should -Be $capture.Id
        ($capture | Get-NetCapture).Id | Should -Be $capture.Id
        ($capture | ConvertTo-Json | ConvertFrom-Json | Get-NetCapture).Id | Should -Be $capture.Id
    }

    It 'tells of what the kernel lost where nobody took it in time' {
        $capture = Start-NetCapture lo -Namespace a -SnapLength 60
        $null = ip netns exec a ping -q -c 200 -f 127.0.0.1
        Wait-Until { (Get-NetCapture $capture).Packets -eq 400 } | Should -BeTrue
        (Get-NetCapture $capture).Bytes | Should -Be 24000 -Because 'of each packet 60 bytes are kept'
        (Get-NetCapture $capture).Dropped | Should -Be 0
    }

    It 'refuses a number that nothing has' { Assert-Refused { Get-NetCapture 99999 } CaptureNotFound ObjectNotFound 99999 }
}
