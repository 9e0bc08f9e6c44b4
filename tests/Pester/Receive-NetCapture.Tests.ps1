# Receive-NetCapture: packets from memory, each once.
BeforeAll { . $PSScriptRoot/shared/Captures.ps1 }

Describe 'Receive-NetCapture' {
    BeforeAll {
        New-KnownNetwork
    }
    AfterAll { Remove-RoutedNetwork }
    AfterEach { Clear-Captures }

    It 'returns each packet once, in order, while the capture goes on' {
        $capture = Start-NetCapture eth0 -Namespace a -Protocol ICMP
        $null = ip netns exec a ping -c 3 -i 0.01 10.2.0.2
        Wait-Until { (Get-NetCapture $capture).Waiting -eq 6 } | Should -BeTrue
        $first = @($capture | Receive-NetCapture -Count 4)
        $first.IcmpType | Should -Be 8, 0, 8, 0
        $first.IcmpSequence | Should -Be 1, 1, 2, 2
        $null = ip netns exec a ping -c 1 10.2.0.2
        Wait-Until { (Get-NetCapture $capture).Waiting -eq 4 } | Should -BeTrue
        (Receive-NetCapture $capture).IcmpSequence | Should -Be 3, 3, 1, 1
        Receive-NetCapture $capture | Should -BeNullOrEmpty
        "$($first[0].Link) $($first[0].Namespace) $($first[0].Interface)" | Should -BeExactly 'a/eth0 a eth0'
    }

    It 'has what passed before it was called, at once' {
        $capture = Start-NetCapture eth0 -Namespace [ab] -Protocol ICMP
        foreach ($round in 1..20) {
            $null = ip netns exec a ping -c 1 10.2.0.2
            (Receive-NetCapture $capture).Link.Namespace | Should -Be 'a', 'b', 'b', 'a'
        }
        # Nor does it take long where nothing passes.
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        foreach ($round in 1..20) { Receive-NetCapture $capture | Should -BeNullOrEmpty }
        $clock.ElapsedMilliseconds | Should -BeLessThan 2500
    }

    It 'forgets a capture that has ended once it is empty' {
        $capture = Start-NetCapture eth0 -Namespace a -Protocol ICMP
        $null = ip netns exec a ping -c 1 10.2.0.2
        Stop-NetCapture $capture
        (Get-NetCapture $capture).State | Should -Be Stopped
        Receive-NetCapture $capture | Should -HaveCount 2
        Get-NetCapture | Should -BeNullOrEmpty
    }

    It 'refuses a capture whose packets are in a file' {
        $file = [System.IO.Path]::GetTempFileName()
        $capture = Start-NetCapture lo -Namespace a -Path $file -Force
        Assert-Refused { Receive-NetCapture $capture } InvalidValue InvalidArgument $capture.Id
        Stop-NetCapture $capture
        [System.IO.File]::Delete($file)
    }

    It 'refuses a number that nothing has' { Assert-Refused { Receive-NetCapture 99999 } CaptureNotFound ObjectNotFound 99999 }
}
