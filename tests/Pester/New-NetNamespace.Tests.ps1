BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'New-NetNamespace' {
    AfterEach { Remove-NamespacesExcept $others }

    It 'makes a namespace that iproute2 sees and can enter' {
        $space = New-NetNamespace ns01
        Get-NamespaceNames | Should -Contain ns01
        & ip netns exec ns01 readlink /proc/self/ns/net | Should -Be "$($space.NamespaceId)"
        $space.Name | Should -BeExactly ns01
        $space.Path | Should -BeExactly /run/netns/ns01
        $space.IsStale | Should -BeFalse
        "$($space.NamespaceId)" | Should -Be (Get-NamespaceInode ns01)
        "$($space.NamespaceId)" | Should -Not -Be (Get-Here)
    }

    It 'makes several, in the order of their names' {
        (New-NetNamespace ns02, ns01, ns03).Name | Should -BeExactly 'ns02', 'ns01', 'ns03'
        Get-NamespaceNames | Should -Be (@($others) + 'ns01', 'ns02', 'ns03' | Sort-Object)
    }

    It 'takes names from the pipeline' {
        ('ns01', 'ns02' | New-NetNamespace).Name | Should -BeExactly 'ns01', 'ns02'
    }

    It 'has nothing but loopback inside, up and marked' {
        New-NetNamespace ns01
        $link = Get-IPLink ns01
        $link | Should -HaveCount 1
        $link.ifname | Should -Be lo
        $link.flags | Should -Contain UP
        $link.ifalias | Should -BeExactly vethlab
        [uint] $link.group | Should -Be 0x56000000
        & ip netns exec ns01 ping -c 1 -W 2 127.0.0.1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'leaves loopback down with -Down, and marked all the same' {
        New-NetNamespace ns01 -Down
        $link = Get-IPLink ns01 lo
        $link.flags | Should -Not -Contain UP
        $link.ifalias | Should -BeExactly vethlab
        [uint] $link.group | Should -Be 0x56000000
    }

    It 'shows a namespace only when its loopback is marked and up' {
        # Looks from outside the whole time: whoever sees the name must see the mark.
        $look = 'n=0; until [ -e /run/netns/end ]; do for f in /run/netns/early*; do [ "$(stat -f -c %t "$f" 2>/dev/null)" = 6e736673 ] || continue
            l=$(ip -n "${f##*/}" -d -o link show lo 2>/dev/null) || continue
            n=$((n+1)); case $l in *UP*alias\ vethlab*) ;; *) echo "unmarked: $f $l";; esac; done; done; echo "looked $n"'
        $start = [System.Diagnostics.ProcessStartInfo]::new('sh')
        $start.ArgumentList.Add('-c')
        $start.ArgumentList.Add($look)
        $start.RedirectStandardOutput = $true
        $watcher = [System.Diagnostics.Process]::Start($start)
        foreach ($i in 1..25) { $null = New-NetNamespace "early$i"; Remove-NetNamespace "early$i" }
        $null = New-NetNamespace early
        try { $null = Wait-Until { $false } 0.3 }
        finally { [System.IO.File]::WriteAllText('/run/netns/end', '') }
        $said = $watcher.StandardOutput.ReadToEnd()
        $watcher.WaitForExit()
        $said | Should -Match '^looked [1-9]\d*\s*$'
    }

    It 'keeps /run/netns a shared mount, as ip netns does' {
        New-NetNamespace ns01
        $line = [System.IO.File]::ReadAllLines('/proc/thread-self/mountinfo') | Where-Object { $_.Split(' ')[4] -eq '/run/netns' } | Select-Object -Last 1
        $line | Should -Match ' shared:\d+ '
    }

    It 'makes /run/netns and its shared mount where there is none' {
        $script = "New-NetNamespace fresh | Out-Null; Invoke-NetNamespace fresh { 'inside' }"
        . "$PSScriptRoot/shared/Engines.ps1"
        # Where /run/netns stood there is a directory without it, seen by nobody else.
        $words = @('unshare', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run && "$@" && ip netns list && grep -c " /run/netns .*shared:" /proc/self/mountinfo', 'sh') + (Get-ShellWords $script)
        $process = Start-Words $words
        $said = $process.StandardOutput.ReadToEnd().Trim() -split "`n"
        $process.WaitForExit()
        $said[0] | Should -Be inside
        $said[1] | Should -BeLike 'fresh*'
        [int] $said[-1] | Should -BeGreaterThan 0
        Get-NamespaceNames | Should -Not -Contain fresh
    }

    It 'takes what a file may be called: <_>' -ForEach 'white space', 'ünïcode', '-dash', 'a:b', '%d', '255 bytes' {
        $name = if ($_ -eq '255 bytes') { 'n' * 255 } else { $_ }
        (New-NetNamespace -Name $name).Name | Should -BeExactly $name
        [System.IO.Directory]::GetFiles('/run/netns') | Should -Contain "/run/netns/$name"
        (Get-NetNamespace -Name $name).IsStale | Should -BeFalse
        Invoke-NetNamespace $name { (Get-NetInterface).Name } | Should -Be lo
    }

    It 'makes and removes a hundred' {
        $names = 1..100 | ForEach-Object { "many$_" }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $made = New-NetNamespace $names
        $made | Should -HaveCount 100
        @($made | ForEach-Object { "$($_.NamespaceId)" } | Sort-Object -Unique) | Should -HaveCount 100
        @(Get-NamespaceNames | Where-Object { $_ -like 'many*' }) | Should -HaveCount 100
        $made | Remove-NetNamespace
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        Get-NamespaceNames | Should -Be $others
    }

    It 'changes nothing with -WhatIf' {
        New-NetNamespace ns01 -WhatIf | Should -BeNullOrEmpty
        Get-NamespaceNames | Should -Be $others
    }

    It 'tells the equivalent command with -Verbose' {
        $said = New-NetNamespace ns01 -Verbose 4>&1 | ForEach-Object { "$_" }
        $said | Should -Contain 'ip netns add ns01 && ip -n ns01 link set lo alias vethlab group 1442840576 up'
    }

    It 'tells a command that does what New-NetNamespace does' {
        New-NetNamespace ours
        $command = New-NetNamespace 'the other''s' -Verbose 4>&1 | ForEach-Object { "$_" } | Where-Object { $_ -like 'ip netns add*' }
        Remove-NetNamespace 'the other''s'
        & sh -c $command
        $LASTEXITCODE | Should -Be 0
        foreach ($property in 'flags', 'group', 'ifalias', 'mtu') {
            (Get-IPLink 'the other''s' lo).$property | Should -Be (Get-IPLink ours lo).$property
        }
    }

    Context 'refuses' {
        It 'a name that <why>' -ForEach @(
            @{ Name = ''; Why = 'is empty'; Says = '*it is empty*' }
            @{ Name = '.'; Why = 'is a dot'; Says = '*stands for a directory*' }
            @{ Name = '..'; Why = 'is two dots'; Says = '*stands for a directory*' }
            @{ Name = 'a/b'; Why = 'has a slash'; Says = "*contains '/'*" }
            @{ Name = '/etc/passwd'; Why = 'is a path'; Says = "*contains '/'*" }
            @{ Name = "a`0b"; Why = 'has a NUL'; Says = '*NUL*' }
            @{ Name = 'n' * 256; Why = 'is too long'; Says = '*256 bytes*255*' }
            @{ Name = 'ü' * 128; Why = 'is too long in bytes'; Says = '*256 bytes*255*' }
        ) {
            Assert-Refused { New-NetNamespace -Name $name } -Id InvalidName -Category InvalidArgument -Target $name -Message $says
        }

        It 'a name that VethLab''s own namespace has, and says so' {
            New-NetNamespace ns01
            Assert-Refused { New-NetNamespace ns01 } -Id NamespaceExists -Category ResourceExists -Target ns01 -Message "*'ns01' exists*, made by VethLab*" -Advice '*earlier run*Remove-NetNamespace ns01*'
        }

        It 'a name that somebody else''s namespace has, and says so' {
            & ip netns add ns01
            Assert-Refused { New-NetNamespace ns01 } -Id NamespaceExists -Category ResourceExists -Target ns01 -Message '*not made by VethLab*' -Advice '*another name*'
        }

        It 'the name of a file that is no namespace' {
            [System.IO.File]::WriteAllText('/run/netns/dead', 'something')
            Assert-Refused { New-NetNamespace dead } -Id NamespaceStale -Category InvalidData -Target dead -Advice '*Remove-NetNamespace dead -Force*'
            [System.IO.File]::ReadAllText('/run/netns/dead') | Should -BeExactly something
        }

        It 'one name of three, and makes the others' {
            New-NetNamespace ns02
            $errors = @(Get-ErrorsOf { New-NetNamespace ns01, ns02, ns03 })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id NamespaceExists -Category ResourceExists -Target ns02
            Get-NamespaceNames | Should -Contain ns01
            Get-NamespaceNames | Should -Contain ns03
        }

        It 'to go beyond what the system allows, and leaves nothing' {
            # In a user namespace of its own the limit is one's own.
            . "$PSScriptRoot/shared/Engines.ps1"
            $script = "try { New-NetNamespace one, two, three -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction; (Get-NetNamespace).Name -join ',' }"
            $words = @('unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run/netns && echo 2 > /proc/sys/user/max_net_namespaces && "$@"', 'sh') + (Get-ShellWords $script)
            $process = Start-Words $words
            $said = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            $said | Should -Match 'Busy,'
            $said | Should -Match 'user\.max_net_namespaces'
            $said.Trim() | Should -Match '(?m)^one(,two)?$'
        }
    }

    It 'shows its columns' {
        $table = New-NetNamespace ns01 | Format-Table | Out-String
        foreach ($column in 'Name', 'Id', 'Inode', 'Path') { $table | Should -Match "\b$column\b" }
        $table | Should -Match '(?m)^ns01 .*/run/netns/ns01'
        $list = Get-NetNamespace ns01 | Format-List | Out-String
        foreach ($property in 'Name', 'Path', 'Id', 'NamespaceId', 'IsStale') { $list | Should -Match "(?m)^$property +:" }
    }
}
