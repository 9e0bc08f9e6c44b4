# Name servers of a namespace's own: /etc/netns/NAME/resolv.conf, whose they are, and what a kill leaves of them.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    $ours = '^# Made by VethLab for /run/netns \d+:\d+, boot [0-9a-f]{8}; Remove-NetNamespace removes it\.$'
    # A file that VethLab wrote, in another boot or for another /run/netns.
    function Write-Left([string] $Name, [string] $Mark) {
        $null = [System.IO.Directory]::CreateDirectory("/etc/netns/$Name")
        [System.IO.File]::WriteAllText("/etc/netns/$Name/resolv.conf", "# Made by VethLab for /run/netns $Mark; Remove-NetNamespace removes it.`nnameserver 192.0.2.99`n")
    }
    $boot = [System.IO.File]::ReadAllText('/proc/sys/kernel/random/boot_id').Substring(0, 8)
    $device = (& stat -c '%Hd:%Ld' /run/netns)
    # Inside an isolation on a machine that has one, it is a mount point and stays.
    $hadFolder = [System.IO.Directory]::Exists('/etc/netns')
    function Clear-EtcNetns { & sh -c 'rm -rf /etc/netns/*; [ ! -d /etc/netns ] || rmdir /etc/netns 2> /dev/null || true' }
    function Get-EtcNetns { @(& sh -c 'cd /etc/netns 2> /dev/null && find . -mindepth 1 | sort') }
}

Describe 'New-NetNamespace -DnsServer' {
    AfterEach {
        Remove-NamespacesExcept $others
        Get-EtcNetns | Should -BeNullOrEmpty
    }

    It 'writes what ip netns exec and Invoke-NetNamespace show programs as /etc/resolv.conf' {
        New-NetNamespace ns01 -DnsServer 10.0.0.53, fd00::53 -DnsSearch corp.example, example
        $lines = & cat /etc/netns/ns01/resolv.conf
        $lines | Should -HaveCount 4
        $lines[0] | Should -Match $ours
        $lines[1..3] | Should -BeExactly 'nameserver 10.0.0.53', 'nameserver fd00::53', 'search corp.example example'
        & ip netns exec ns01 cat /etc/resolv.conf | Should -BeExactly $lines
        Invoke-NetNamespace ns01 -FilePath cat -ArgumentList /etc/resolv.conf | Should -BeExactly $lines
    }

    It 'writes a file that every user can read, whatever the umask' {
        $process = Start-Words (@('sh', '-c', 'umask 077; exec "$@"', 'sh') + (Get-ShellWords '$null = New-NetNamespace ns01 -DnsServer 10.0.0.53'))
        $process.WaitForExit()
        & stat -c %a /etc/netns/ns01/resolv.conf | Should -Be 644
        $words = Get-UnprivilegedWords 'cat', '/etc/resolv.conf'
        & ip netns exec ns01 @words | Should -Contain 'nameserver 10.0.0.53'
    }

    It 'is shown by the object, and by Get-NetNamespace' {
        foreach ($space in (New-NetNamespace ns01 -DnsServer 10.0.0.53, fd00::53 -DnsSearch corp.example), (Get-NetNamespace ns01)) {
            $space.DnsServer | Should -BeExactly '10.0.0.53', 'fd00::53'
            $space.DnsSearch | Should -BeExactly corp.example
        }
        Get-NetNamespace ns01 | Format-List | Out-String | Should -Match '(?m)^DnsServer +: \{10\.0\.0\.53, fd00::53\}'
    }

    It 'shows what a file says that others wrote, and nothing without a file' {
        & ip netns add ns01
        & ip netns add ns02
        $null = [System.IO.Directory]::CreateDirectory('/etc/netns/ns01')
        [System.IO.File]::WriteAllText('/etc/netns/ns01/resolv.conf', "# nameserver 1.1.1.1`n; x`nsearch a b`nnameserver 10.0.0.1 # home`n nameserver 10.0.0.2`nnameserver`nnameserver fe80::1%eth0`nnameserver nonsense`noptions edns0`ndomain c d`n")
        try {
            $space = Get-NetNamespace ns01
            $space.DnsServer | Should -BeExactly '10.0.0.1', 'fe80::1%eth0'
            $space.DnsSearch | Should -BeExactly c
            $null -eq (Get-NetNamespace ns02).DnsServer | Should -BeTrue
            Remove-NetNamespace ns01
            [System.IO.File]::Exists('/etc/netns/ns01/resolv.conf') | Should -BeTrue -Because 'it is not VethLab''s'
        }
        finally { Clear-EtcNetns }
    }

    It 'takes a list of names, rows, objects and JSON' {
        ('ns01', 'ns02' | New-NetNamespace -DnsServer 10.0.0.53).DnsServer | Should -BeExactly '10.0.0.53', '10.0.0.53'
        $rows = [pscustomobject]@{ Name = 'ns03'; DnsServer = '10.0.0.3' }, [pscustomobject]@{ Name = 'ns04'; DnsServer = @('10.0.0.4', '10.0.0.5'); DnsSearch = 'x' },
            [pscustomobject]@{ Name = 'ns05'; DnsServer = $null }, [pscustomobject]@{ Name = 'ns06' }
        $made = $rows | New-NetNamespace
        @($made | ForEach-Object { "$($_.Name) $($_.DnsServer) $($_.DnsSearch)".Trim() }) | Should -BeExactly 'ns03 10.0.0.3', 'ns04 10.0.0.4 10.0.0.5 x', 'ns05', 'ns06'
        foreach ($take in { ConvertTo-Json $made | ConvertFrom-Json }, { $made }) {
            $saved = & $take
            Get-NetNamespace ns03, ns04, ns05, ns06 | Remove-NetNamespace
            Get-EtcNetns | Should -Be './ns01', './ns01/resolv.conf', './ns02', './ns02/resolv.conf'
            $again = $saved | New-NetNamespace
            for ($i = 0; $i -lt 4; $i++) {
                $again[$i].DnsServer -eq $made[$i].DnsServer | Should -Be ($made[$i].DnsServer -eq $made[$i].DnsServer)
                "$($again[$i].DnsServer) $($again[$i].DnsSearch)" | Should -BeExactly "$($made[$i].DnsServer) $($made[$i].DnsSearch)"
            }
        }
    }

    It 'leaves nothing of it when the namespace is removed, but what others have there' {
        New-NetNamespace ns01, ns02 -DnsServer 10.0.0.53
        [System.IO.File]::WriteAllText('/etc/netns/ns02/hosts', '')
        try {
            Remove-NetNamespace ns01
            Get-EtcNetns | Should -Be './ns02', './ns02/hosts', './ns02/resolv.conf'
            Remove-NetNamespace ns02
            Get-EtcNetns | Should -Be './ns02', './ns02/hosts'
        }
        finally { Clear-EtcNetns }
        New-NetNamespace ns01 -DnsServer 10.0.0.53
        Remove-NetNamespace ns01
        [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder
    }

    It 'changes nothing with -WhatIf' {
        New-NetNamespace ns01 -DnsServer 10.0.0.53 -WhatIf
        [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder
        Get-NamespaceNames | Should -Be $others
    }

    Context 'where a file is there already' {
        AfterEach { Clear-EtcNetns }

        It 'leaves somebody else''s alone, and makes no namespace' {
            $null = [System.IO.Directory]::CreateDirectory('/etc/netns/ns01')
            [System.IO.File]::WriteAllText('/etc/netns/ns01/resolv.conf', "nameserver 192.0.2.1`n")
            Assert-Refused { New-NetNamespace ns01 -DnsServer 10.0.0.53 } -Id DnsFileExists -Category ResourceExists -Target ns01 `
                -Message '/etc/netns/ns01/resolv.conf*not made by VethLab*192.0.2.1*' -Advice '*Leave out -DnsServer*'
            & cat /etc/netns/ns01/resolv.conf | Should -BeExactly 'nameserver 192.0.2.1'
            # What it says is taken as it is.
            (New-NetNamespace ns01).DnsServer | Should -BeExactly 192.0.2.1
            Remove-NetNamespace ns01
            (New-NetNamespace ns01 -DnsServer 192.0.2.1).DnsServer | Should -BeExactly 192.0.2.1
            Remove-NetNamespace ns01
            & cat /etc/netns/ns01/resolv.conf | Should -BeExactly 'nameserver 192.0.2.1'
        }

        It 'takes a link that leads nowhere, and a file that cannot be read, for somebody else''s' {
            $null = [System.IO.Directory]::CreateDirectory('/etc/netns/ns01')
            & ln -s /nowhere /etc/netns/ns01/resolv.conf
            Assert-Refused { New-NetNamespace ns01 -DnsServer 10.0.0.53 } -Id DnsFileExists -Category ResourceExists -Target ns01
            & rm /etc/netns/ns01/resolv.conf
            & mkdir /etc/netns/ns01/resolv.conf
            Assert-Refused { New-NetNamespace ns01 -DnsServer 10.0.0.53 } -Id DnsFileExists -Category ResourceExists -Target ns01
        }

        It 'replaces what VethLab left <When>, or removes it where none are wanted' -ForEach @(
            @{ When = 'in an earlier boot'; Mark = { '0:1, boot 00000000' } }
            @{ When = 'in this boot'; Mark = { "$device, boot $boot" } }
        ) {
            foreach ($name in 'ns01', 'ns02', 'ns03') { Write-Left $name (& $mark) }
            (New-NetNamespace ns01 -DnsServer 10.0.0.53).DnsServer | Should -BeExactly 10.0.0.53
            $space = New-NetNamespace ns02
            $null -eq $space.DnsServer | Should -BeTrue
            Remove-NetNamespace ns03
            Get-EtcNetns | Should -Be './ns01', './ns01/resolv.conf'
        }

        It 'leaves alone what VethLab wrote for a namespace in another mount namespace' {
            Write-Left ns01 "0:1, boot $boot"
            $text = [System.IO.File]::ReadAllText('/etc/netns/ns01/resolv.conf')
            Assert-Refused { New-NetNamespace ns01 -DnsServer 10.0.0.53 } -Id DnsFileExists -Category ResourceExists -Target ns01 -Message '*another mount namespace*'
            $null = New-NetNamespace ns01
            Remove-NetNamespace ns01
            [System.IO.File]::ReadAllText('/etc/netns/ns01/resolv.conf') | Should -BeExactly $text
        }

        It 'does not take another''s empty directory for a namespace' {
            & mkdir -p /etc/netns/ns01
            Assert-Refused { Remove-NetNamespace ns01 } -Id NamespaceNotFound -Category ObjectNotFound -Target ns01
            [System.IO.Directory]::Exists('/etc/netns/ns01') | Should -BeTrue
        }
    }

    Context 'refuses' {
        It '<What>' -ForEach @(
            @{ What = 'no address'; Block = { New-NetNamespace ns01 -DnsServer dns.example }; Id = 'InvalidAddress'; Target = 'dns.example' }
            @{ What = 'an empty address'; Block = { New-NetNamespace ns01 -DnsServer '' }; Id = 'InvalidAddress'; Target = '' }
            @{ What = 'an address with a line in it'; Block = { New-NetNamespace ns01 -DnsServer "10.0.0.1`noptions x" }; Id = 'InvalidAddress'; Target = "10.0.0.1`noptions x" }
            @{ What = 'a prefix'; Block = { New-NetNamespace ns01 -DnsServer 10.0.0.53/24 }; Id = 'InvalidAddress'; Target = '10.0.0.53/24' }
            @{ What = 'domains without a server'; Block = { New-NetNamespace ns01 -DnsSearch corp.example }; Id = 'InvalidValue'; Target = 'corp.example' }
            @{ What = 'an empty domain'; Block = { New-NetNamespace ns01 -DnsServer 10.0.0.53 -DnsSearch '' }; Id = 'InvalidValue'; Target = '' }
            @{ What = 'two domains in one'; Block = { New-NetNamespace ns01 -DnsServer 10.0.0.53 -DnsSearch 'a b' }; Id = 'InvalidValue'; Target = 'a b' }
            @{ What = 'a domain with a line in it'; Block = { New-NetNamespace ns01 -DnsServer 10.0.0.53 -DnsSearch "a`nnameserver 1.1.1.1" }; Id = 'InvalidValue'; Target = "a`nnameserver 1.1.1.1" }
        ) {
            Assert-Refused $block -Id $id -Category InvalidArgument -Target $target
            [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder
        }

        It 'a name that is taken, and writes nothing for it' {
            & ip netns add ns01
            Assert-Refused { New-NetNamespace ns01 -DnsServer 10.0.0.53 } -Id NamespaceExists -Category ResourceExists -Target ns01
            [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder
        }

        It 'and takes the file back where the namespace cannot be made' {
            $script = "try { New-NetNamespace one, two, three -DnsServer 10.0.0.53 -ErrorAction Stop } catch { `"`$_`" }; & find /etc/netns -type f; & ls /run/netns"
            $words = @('unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run/netns && echo 1 > /proc/sys/user/max_net_namespaces && "$@"', 'sh') + (Get-ShellWords $script)
            $process = Start-Words $words
            $said = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            $said | Should -Match 'Undone: mkdir -p /etc/netns/(one|two) && printf'
            $said | Should -Not -Match '(?m)^(/etc/netns/)?(two|three)'
        }

        It 'to write where /etc cannot be written, and leaves no namespace' {
            $script = "try { New-NetNamespace ns01 -DnsServer 10.0.0.53 -ErrorAction Stop } catch { `"`$(`$_.FullyQualifiedErrorId) `$_ / `$(`$_.ErrorDetails.RecommendedAction)`" }; 'left:' + (& ls /run/netns)"
            $process = Start-Words (@('unshare', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run/netns; mount --rbind /etc /etc && mount -o remount,bind,ro /etc && { ! mountpoint -q /etc/netns || mount -o remount,bind,ro /etc/netns; } && exec "$@"', 'sh') + (Get-ShellWords $script))
            $said = $process.StandardOutput.ReadToEnd().Trim() -split "`n"
            $process.WaitForExit()
            $said[0] | Should -BeLike 'NotPermitted,*create /etc/netns*: Read-only*ip netns exec*/ *-Isolated*'
            $said[1] | Should -BeExactly 'left:'
        }
    }

    Context 'warns' {
        It 'once, of <Server>, which is loopback' -ForEach @('127.0.0.53', '127.0.0.1', '::1', '0.0.0.0', '::ffff:127.0.0.1' | ForEach-Object { @{ Server = $_ } }) {
            $warnings = @(New-NetNamespace ns01, ns02 -DnsServer $server, 10.0.0.53 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike "$server is a loopback address*New-NetNamespace -DnsServer*"
            (Get-NetNamespace ns01).DnsServer | Should -BeExactly $server, 10.0.0.53
        }

        It 'of more servers than the C library asks' {
            $warnings = New-NetNamespace ns01 -DnsServer 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }
            "$warnings" | Should -BeLike '*first 3*'
        }

        It 'of nothing else' {
            New-NetNamespace ns01 -DnsServer 10.0.0.53 3>&1 | Should -HaveCount 1
        }
    }

    Context 'interrupted' {
        It 'by Ctrl+C, leaves a file for each namespace that was made and none besides' {
            $process = Start-Shell "[Console]::WriteLine('ready'); 1..2000 | ForEach-Object { `"made`$_`" } | New-NetNamespace -DnsServer 10.0.0.53 | Out-Null"
            try {
                Wait-Until { [System.IO.Directory]::GetFiles('/run/netns', 'made*').Count -gt 3 } 30 | Should -BeTrue
                Stop-Shell $process | Should -BeLessThan 10
            }
            finally { $process.Dispose() }
            $made = @(Get-NetNamespace made*)
            $made.Count | Should -BeGreaterThan 2
            $made.Count | Should -BeLessThan 2000
            $made | Where-Object { $_.IsStale -or "$($_.DnsServer)" -ne '10.0.0.53' } | Should -BeNullOrEmpty
            @(& ls /etc/netns | Sort-Object) | Should -Be @($made.Name | Sort-Object)
        }

        It 'by a kill, leaves nothing that Remove-NetNamespace does not take for VethLab''s own, after <_> ms' -ForEach 20, 60, 100 {
            $process = Start-Shell "[Console]::WriteLine('ready'); while (`$true) { `$names = 1..20 | ForEach-Object { `"killed`$_`" }; New-NetNamespace `$names -DnsServer 10.0.0.53 | Remove-NetNamespace }"
            try {
                Wait-Until { [System.IO.Directory]::GetFiles('/run/netns', 'killed*') } 30 | Should -BeTrue
                [System.Threading.Thread]::Sleep($_)
            }
            finally {
                $process.Kill()
                $process.WaitForExit()
                $process.Dispose()
            }
            Get-ErrorsOf { Get-NetNamespace killed* | Remove-NetNamespace } | Should -BeNullOrEmpty
            Get-EtcNetns | Should -BeNullOrEmpty
        }

        It 'by a kill at call <Number> of <Call>, leaves nothing that does not go with its name' -Skip:(-not (Get-Command strace -CommandType Application -ErrorAction Ignore)) -ForEach @(
            foreach ($call in 'mkdir', 'linkat', 'mount') { foreach ($number in 1, 2) { @{ Call = $call; Number = $number } } }
            foreach ($call in 'unlink', 'rmdir', 'umount2') { @{ Call = $call; Number = 1 } }
            @{ Call = 'rmdir'; Number = 2 }
        ) {
            # Each call that VethLab makes for a namespace of its own: by the path, since the runtime makes such calls too.
            $paths = '-P', '/etc/netns', '-P', '/etc/netns/half', '-P', '/etc/netns/half/resolv.conf', '-P', '/run/netns', '-P', '/run/netns/half'
            $process = Start-Words (@('strace', '-f', '-qq', '-o', '/dev/null') + $paths + @('-e', "trace=$call", '-e', "inject=${call}:signal=KILL:when=$number") + (Get-ShellWords 'New-NetNamespace half -DnsServer 10.0.0.53; Remove-NetNamespace half; "alive"'))
            $process.StandardOutput.ReadToEnd() | Should -Not -Match alive -Because 'it must have been killed'
            $process.WaitForExit()
            $process.Dispose()
            Get-NetNamespace half -ErrorAction Ignore | Remove-NetNamespace
            Get-EtcNetns | Should -BeNullOrEmpty
            $null = New-NetNamespace half -DnsServer 10.0.0.54 -ErrorAction Stop
            & ip netns exec half cat /etc/resolv.conf | Should -Contain 'nameserver 10.0.0.54'
            Remove-NetNamespace half
            Get-EtcNetns | Should -BeNullOrEmpty
        }
    }

    It 'works while others remove theirs, side by side' {
        $script = "1..25 | ForEach-Object { `$null = New-NetNamespace `"NAME`$_`" -DnsServer 10.0.0.53 -ErrorAction Stop; Remove-NetNamespace `"NAME`$_`" -ErrorAction Stop }"
        $processes = @(foreach ($name in 'a', 'b', 'c') { Start-Words (Get-ShellWords $script.Replace('NAME', $name)) })
        foreach ($process in $processes) {
            $said = $process.StandardError.ReadToEnd()
            $process.WaitForExit()
            $said | Should -BeNullOrEmpty
            $process.ExitCode | Should -Be 0
            $process.Dispose()
        }
        [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder
    }
}
