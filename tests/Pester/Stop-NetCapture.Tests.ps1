# Stop-NetCapture: nothing is missing that was captured before, and nothing stays behind.
BeforeAll { . $PSScriptRoot/shared/Captures.ps1 }

Describe 'Stop-NetCapture' {
    BeforeAll {
        New-KnownNetwork
    }
    AfterAll { Remove-RoutedNetwork }
    AfterEach { Clear-Captures }

    It 'loses nothing that was there when it was called' {
        foreach ($round in 1..5) {
            $capture = Start-NetCapture eth0 -Namespace a -Protocol ICMP
            $null = ip netns exec a ping -c 1 10.2.0.2
            Stop-NetCapture $capture
            Receive-NetCapture $capture | Should -HaveCount 2
        }
    }

    It 'leaves no socket, no thread and no promiscuous interface' {
        $capture = Start-NetCapture eth0 -Namespace a
        (Get-IPJson a '-d', link, show, dev, eth0).promiscuity | Should -Be 1
        @(ip netns exec a cat /proc/net/packet) -match ' 0003 ' | Should -Not -BeNullOrEmpty
        Stop-NetCapture $capture
        (Get-IPJson a '-d', link, show, dev, eth0).promiscuity | Should -Be 0
        @(ip netns exec a cat /proc/net/packet) -match ' 0003 ' | Should -BeNullOrEmpty
        @([System.IO.Directory]::GetDirectories('/proc/self/task') | Where-Object { [System.IO.File]::ReadAllText("$_/comm") -like 'VethLab capture*' }) | Should -BeNullOrEmpty
    }

    It 'lets go of the packets of one that has ended' {
        $capture = Start-NetCapture eth0 -Namespace a
        $null = ip netns exec a ping -c 1 10.2.0.2
        (Stop-NetCapture $capture -PassThru).State | Should -Be Stopped
        Get-NetCapture | Should -HaveCount 1
        $capture | Stop-NetCapture
        Get-NetCapture | Should -BeNullOrEmpty
    }

    It 'stops nothing with -WhatIf' {
        $capture = Start-NetCapture lo -Namespace a
        Stop-NetCapture $capture -WhatIf
        (Get-NetCapture $capture).State | Should -Be Running
    }

    It 'refuses a number that nothing has' { Assert-Refused { Stop-NetCapture 99999 } CaptureNotFound ObjectNotFound 99999 }
}
