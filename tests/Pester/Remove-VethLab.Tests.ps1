BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Remove-VethLab' {
    # Two witnesses: iproute2 and nft, and our own, which also sees mounts, files, and the namespaces that others made.
    BeforeEach { $before = Get-HereState; $baseline = Get-VethLabBaseline }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
        Compare-VethLabBaseline $baseline | Should -BeNullOrEmpty
    }

    It 'leaves nothing of a lab, placement <_>, and has waited for it' -ForEach Namespace, Host {
        New-VethLab demo -Subnet 10.0.0.0/24 -Count 5 -Masquerade -Placement $_ | Remove-VethLab
        Get-HereState | Should -Be $before
        Get-VethLab | Should -BeNullOrEmpty
        # The names are free at once.
        New-VethLab demo -Subnet 10.0.0.0/24 -Count 5 -Masquerade -Placement $_ | Out-Null
    }

    It 'removes nothing that has not the mark' {
        New-NetNamespace mine | Out-Null
        & ip netns add theirs
        $null = New-VethPair mine0 mine1 -Namespace mine
        $theirs = Get-HereState
        New-VethLab demo -Subnet 10.0.0.0/24 -Masquerade -Placement Host | Out-Null
        New-VethLab demo2 -Subnet 10.1.0.0/24 -NamespacePrefix other | Out-Null
        Remove-VethLab demo
        (Get-VethLab).Name | Should -Be demo2
        Test-VethLab demo2 -Quiet | Should -BeTrue
        Remove-VethLab demo2
        Get-HereState | Should -Be $theirs
        Get-NamespaceNames | Should -Be (@($others) + 'mine', 'theirs' | Sort-Object)
    }

    It 'gives sysctls back, whatever their values were' {
        New-NetNamespace machine | Out-Null
        Set-Sysctl machine ipv4/conf/all/log_martians 7
        Set-Sysctl machine ipv4/conf/all/accept_redirects 0
        Set-Sysctl machine ipv4/ip_forward 0
        $all = Get-AllSysctls machine
        Invoke-NetNamespace machine { New-VethLab demo @{ placement = 'Host'; bridges = @{ br01 = @{ subnet = '10.0.0.0/24' } }; masquerade = $true; sysctls = @{ 'net.ipv4.conf.all.log_martians' = 1; 'net.ipv4.tcp_rmem' = '4096 20000 30000' } } | Out-Null }
        Get-Sysctl machine ipv4/conf/all/log_martians | Should -Be 1
        Get-Sysctl machine ipv4/ip_forward | Should -Be 1
        Remove-VethLab demo
        Get-AllSysctls machine | Should -Be $all
    }

    It 'leaves forwarding on for whoever needs it still, who then gives it back' {
        New-NetNamespace machine | Out-Null
        $all = Get-AllSysctls machine
        Invoke-NetNamespace machine {
            $null = New-NetBridge br9 -IPAddress 10.9.0.1/24
            New-VethLab one -Subnet 10.0.0.0/24 -Masquerade | Out-Null
            New-VethLab two -Subnet 10.1.0.0/24 -Masquerade -NamespacePrefix m | Out-Null
            Enable-Masquerade br9
            Remove-VethLab one
            Get-Sysctl machine ipv4/ip_forward | Should -Be 1
            Remove-VethLab two
            Get-Sysctl machine ipv4/ip_forward | Should -Be 1
            Disable-Masquerade br9
            Get-Sysctl machine ipv4/ip_forward | Should -Be 0
            Remove-NetBridge br9
        }
        Get-AllSysctls machine | Should -Be $all
        (& ip netns exec machine nft list tables) | Should -BeNullOrEmpty
    }

    It 'does not let Disable-NetForwarding take away what a lab needs' {
        New-NetNamespace machine | Out-Null
        Invoke-NetNamespace machine { New-VethLab demo @{ uplink = $true; bridges = @{ br01 = @{ subnet = '10.0.0.0/24' } } } | Out-Null }
        Assert-Refused { Disable-NetForwarding -Namespace machine } -Id ForwardingInUse -Category ResourceBusy -Message '*the lab demo*'
    }

    It 'ends links although a process is still inside, and says so' {
        New-VethLab demo -Subnet 10.0.0.0/24 -Masquerade | Out-Null
        $sleeper = Start-Words 'ip', 'netns', 'exec', 'ns01', 'sleep', '60'
        try {
            $null = Wait-Until { & ip netns pids ns01 } 5
            $warnings = Remove-VethLab demo -WarningAction Continue 3>&1 | ForEach-Object { "$_" }
            $warnings | Where-Object { $_ -like "Namespace ns01 has lost its name but lives on, empty: process $($sleeper.Id) (sleep) is in it*kill $($sleeper.Id)*" } | Should -HaveCount 1
            & nsenter --net=/proc/$($sleeper.Id)/ns/net ip -o link | Should -HaveCount 1
        }
        finally { $sleeper.Kill(); $sleeper.WaitForExit(); $sleeper.Dispose() }
    }

    It 'works from within one of the lab''s namespaces' {
        New-VethLab demo -Subnet 10.0.0.0/24 | Out-Null
        Invoke-NetNamespace ns01 { Remove-VethLab demo }
        Get-NamespaceNames | Should -Be $others
    }

    It 'lists with -WhatIf what would go, and removes nothing' {
        New-VethLab demo -Subnet 10.0.0.0/24 -Masquerade | Out-Null
        $made = Get-HereState
        $process = Start-Words (Get-ShellWords 'Remove-VethLab demo -WhatIf')
        $told = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $told | Should -Match 'ip netns delete ns01'
        $told | Should -Match 'nft delete table ip vethlab-demo'
        $told | Should -Match 'sysctl -w net/ipv4/ip_forward=0'
        Get-HereState | Should -Be $made
    }

    It 'refuses a lab that is not there, and one whose name cannot be' {
        Assert-Refused { Remove-VethLab none } -Id LabNotFound -Category ObjectNotFound -Target none
        Assert-Refused { Remove-VethLab 'a b' } -Id InvalidName -Category InvalidArgument -Target 'a b'
    }
}

Describe 'A kill that nobody can catch' {
    BeforeAll { $others = @([System.IO.Directory]::GetFiles('/run/netns')) }
    # A shell makes labs and removes them, over and over, until it is killed at a moment of chance. VETHLAB_KILLS says how often; 100 in releases.
    It 'at any moment leaves nothing that Remove-VethLab does not remove, placement <_>' -ForEach Namespace, Host {
        $before = Get-HereState
        $baseline = Get-VethLabBaseline
        $kills = [int]($env:VETHLAB_KILLS ? $env:VETHLAB_KILLS : 20) / 2
        $script = @"
`$WarningPreference = 'SilentlyContinue'
[Console]::WriteLine('ready')
while (`$true) {
    `$null = New-VethLab killed @{ placement = '$_'; bridges = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 4; prefix = 'killed' } }; masquerade = `$true; sysctls = @{ 'net.ipv4.conf.all.log_martians' = 1 }; reachability = @{ from = 'killed01'; to = 'killed02' } }
    Remove-VethLab killed
}
"@
        $left = 0
        foreach ($i in 1..$kills) {
            $process = Start-Shell $script
            # The first lab takes longer than those that follow, as all is compiled; both are worth a kill.
            $null = Wait-Until { [System.IO.Directory]::GetFiles('/run/netns').Count -gt $others.Count } 30
            [System.Threading.Thread]::Sleep((Get-Random -Minimum 0 -Maximum 400))
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
            if (Get-VethLab) {
                $left++
                Get-ErrorsOf { Remove-VethLab killed } | Should -BeNullOrEmpty
            }
            Get-HereState | Should -Be $before -Because "this is kill $i"
            Compare-VethLabBaseline $baseline | Should -BeNullOrEmpty -Because "this is kill $i"
        }
        $left | Should -BeGreaterThan 2 -Because 'kills must have hit something'
    }

    It 'between the file and the mount of a namespace leaves a file that is the lab''s' -Skip:(-not (Get-Command strace -CommandType Application -ErrorAction Ignore)) {
        $before = Get-HereState
        # Two mounts for each namespace: the second of the second kills.
        $process = Start-Words (@('strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=mount', '-e', 'inject=mount:signal=KILL:when=4') + (Get-ShellWords 'New-VethLab killed @{ namespaces = ''half'' }'))
        $process.WaitForExit()
        $process.Dispose()
        [System.IO.File]::ReadAllText('/run/netns/half') | Should -BeExactly "vethlab:killed`n"
        (Get-VethLab).Name, "$((Get-VethLab).Namespaces)" | Should -Be killed, half
        Remove-VethLab killed
        Get-HereState | Should -Be $before
    }
}
