# Many namespaces at once in one process: the answers are right, and afterwards the process holds nothing of them.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    $here = Get-Here
    $count = 320

    # What a process could keep of namespaces: its descriptors by kind (socket, net, …), threads elsewhere, and children.
    function Get-Holdings {
        [gc]::Collect(); [gc]::WaitForPendingFinalizers()
        $kinds = foreach ($entry in [System.IO.Directory]::GetFileSystemEntries('/proc/self/fd')) {
            $target = [System.IO.FileInfo]::new($entry).LinkTarget
            if ($target) { $target -replace '^(\w+):.*', '$1' -replace '^/.*', 'file' }
        }
        $count = @{ socket = 0; net = 0; all = @($kinds).Count }
        foreach ($kind in $kinds) { $count[$kind]++ }
        $count.children = @([System.IO.Directory]::GetDirectories('/proc/self/task') | ForEach-Object { try { [System.IO.File]::ReadAllText("$_/children").Split(' ', [System.StringSplitOptions]::RemoveEmptyEntries) } catch [System.IO.IOException] { } }).Count
        $count
    }

    # The names of this process's threads that are not in its own namespace.
    function Get-StrayThreads {
        foreach ($task in [System.IO.Directory]::GetDirectories('/proc/self/task')) {
            try { if ([System.IO.FileInfo]::new("$task/ns/net").LinkTarget -notin $here, $null) { [System.IO.File]::ReadAllText("$task/comm").Trim() } }
            catch [System.IO.IOException] { }
        }
    }

    # A process has a few sockets and files more or less for the engine's own reasons; namespaces it has none, and nothing of 320.
    function Assert-NothingHeld($Before) {
        Wait-Until { -not (Get-StrayThreads) } 10 | Should -BeTrue -Because "these threads are elsewhere: $(Get-StrayThreads)"
        $after = Get-Holdings
        $after.net | Should -Be $Before.net -Because 'no namespace may be held open'
        $after.socket | Should -BeLessOrEqual $Before.socket -Because 'each kernel socket was closed'
        $after.all | Should -BeLessThan ($Before.all + 10)
        $after.children | Should -Be $Before.children
    }

    # Address number n of 10.77.0.0/16.
    function Get-Address([int] $Number) { "10.77.$([Math]::Floor($Number / 250)).$($Number % 250 + 1)" }

    # What `ip` says of eth0 in p1, p2, …: a line each with name, address and gateway.
    $witness = 'for n in $(ip netns list | sed -n "s/^\(p[0-9]*\)\( .*\)\?$/\1/p"); do echo $n $(ip -n $n -o -4 address show dev eth0 | sed "s/.* inet \([^ ]*\) .*/\1/") $(ip -n $n route show default | sed "s/.* via \([^ ]*\) .*/\1/"); done'

    # One namespace's life up to the ping, told by VethLab's cmdlets in this runspace; returns what they said.
    $life = {
        param([int] $number, [string] $address, [string] $manifest)
        $ErrorActionPreference = 'Stop'
        Import-Module $manifest
        $name = "p$number"
        $null = New-NetNamespace $name
        $null = New-VethPair eth0 "h$number" -Namespace $name -PeerNamespace hub -IPAddress "$address/16" -Gateway 10.77.255.254
        $null = Get-NetInterface "h$number" -Namespace hub | Add-VethToBridge (Get-NetBridge br0 -Namespace hub)
        $inside = Invoke-NetNamespace $name {
            [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget
            (Get-NetInterface).Name -join ' '
            (Get-NetIPAddress -InterfaceAlias eth0 -AddressFamily InterNetwork).IPAddress
        }
        $route = Get-NetRoute 0.0.0.0/0 -Namespace $name
        [pscustomobject]@{
            Name = $name; Inode = "net:[$((Get-NetNamespace $name).NamespaceId.Inode)]"; Inside = $inside
            Ping = (Test-NetPing 10.77.255.254 -Namespace $name).Status; Gateway = $route.NextHop; Peer = (Get-VethPair eth0 -Namespace $name).PeerName
            Here = [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget
        }
    }

    # What each said must be so of its own namespace, and what `ip` says.
    function Assert-Lives([object[]] $Lives, [int] $Count) {
        $Lives | Should -HaveCount $Count
        $seen = @{}
        foreach ($line in & sh -c $witness) { $words = $line.Split(' '); $seen[$words[0]] = $words }
        $seen.Count | Should -Be $Count
        foreach ($told in $Lives) {
            $address = Get-Address ([int] $told.Name.Substring(1))
            $seen[$told.Name] | Should -Be @($told.Name, "$address/16", '10.77.255.254')
            $told.Inside | Should -Be @($told.Inode, 'lo eth0', $address)
            "$($told.Ping) $($told.Gateway) $($told.Peer)" | Should -BeExactly "Success 10.77.255.254 h$($told.Name.Substring(1))"
            $told.Here | Should -BeExactly $here
        }
        @($Lives.Inode | Sort-Object -Unique) | Should -HaveCount $Count
        @(& ip -n hub -o link show master br0) | Should -HaveCount $Count
    }
}

Describe 'In one process' {
    BeforeEach {
        New-NetNamespace hub
        New-NetBridge br0 -Namespace hub -IPAddress 10.77.255.254/16
        # The engine's own: what a first parallel pipeline leaves is there before counting.
        1..8 | ForEach-Object -Parallel { Import-Module $using:moduleManifest; $null = Get-NetInterface -Namespace hub; Invoke-NetNamespace hub { } } -ThrottleLimit 8
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'ForEach-Object -Parallel makes, reads, pings and enters 320 namespaces, and removes them' {
        $before = Get-Holdings
        $text = "$life"
        $lives = 1..$count | ForEach-Object { [pscustomobject]@{ Number = $_; Address = Get-Address $_ } } |
            ForEach-Object -Parallel { & ([scriptblock]::Create($using:text)) $_.Number $_.Address $using:moduleManifest } -ThrottleLimit 16 -ErrorVariable refused
        "$refused" | Should -BeNullOrEmpty
        Assert-Lives $lives $count
        Assert-NothingHeld $before
        1..$count | ForEach-Object -Parallel { Import-Module $using:moduleManifest; Remove-NetNamespace "p$_" 3>&1 } -ThrottleLimit 16 | Should -BeNullOrEmpty
        Get-NamespaceNames | Should -Be (@($others) + 'hub' | Sort-Object)
        # The kernel ends namespaces in its own time; the removal waits only for ends that the caller can see.
        Wait-Until { @(Get-IPLink hub).Count -eq 2 } | Should -BeTrue
        Assert-NothingHeld $before
    }

    It 'runspaces of a pool do' {
        $before = Get-Holdings
        $pool = [runspacefactory]::CreateRunspacePool(1, 12, [initialsessionstate]::CreateDefault2(), $Host)
        $pool.Open()
        try {
            $runs = foreach ($number in 1..40) {
                $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
                $shell.RunspacePool = $pool
                $null = $shell.AddScript("$life").AddArgument($number).AddArgument((Get-Address $number)).AddArgument($moduleManifest)
                @{ Shell = $shell; Run = $shell.BeginInvoke() }
            }
            $lives = foreach ($run in $runs) { $run.Shell.EndInvoke($run.Run); $run.Shell.Dispose() }
        }
        finally { $pool.Dispose() }
        Assert-Lives $lives 40
        Assert-NothingHeld $before
    }

    It 'thread jobs do' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $before = Get-Holdings
        $text = "$life"
        $jobs = foreach ($number in 1..40) { Start-ThreadJob -ThrottleLimit 12 -ArgumentList $text, $number, (Get-Address $number), $moduleManifest { param($text, $number, $address, $manifest) & ([scriptblock]::Create($text)) $number $address $manifest } }
        $lives = $jobs | Receive-Job -Wait -AutoRemoveJob
        Assert-Lives $lives 40
        Assert-NothingHeld $before
    }

    It 'blocks inside many namespaces run at once, each in its own, and none hinders another''s removal' {
        $before = Get-Holdings
        1..40 | ForEach-Object { New-NetNamespace "p$_" | Out-Null }
        $told = 1..40 | ForEach-Object -Parallel {
            Import-Module $using:moduleManifest
            $inode = "net:[$((Get-NetNamespace "p$_").NamespaceId.Inode)]"
            foreach ($round in 1..5) {
                $seen = Invoke-NetNamespace "p$_" {
                    [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget
                    $null = New-NetBridge "b$round"
                    [System.Threading.Thread]::Sleep(5)
                    (Get-NetBridge).Name -join ' '
                }
                if ($seen[0] -ne $inode -or $seen[1] -ne ((1..$round | ForEach-Object { "b$_" }) -join ' ')) { "p$_ saw $seen instead of $inode in round $round" }
            }
            Remove-NetNamespace "p$_" 3>&1
        } -ThrottleLimit 20
        $told | Should -BeNullOrEmpty
        Assert-NothingHeld $before
    }

    It 'programs inside many namespaces run at once' {
        $before = Get-Holdings
        1..30 | ForEach-Object { New-NetNamespace "p$_" | Out-Null }
        $told = 1..30 | ForEach-Object -Parallel {
            Import-Module $using:moduleManifest
            $seen = Invoke-NetNamespace "p$_" -FilePath readlink -ArgumentList /proc/self/ns/net
            if ($seen -ne "net:[$((Get-NetNamespace "p$_").NamespaceId.Inode)]") { "p$_ saw $seen" }
        } -ThrottleLimit 15
        $told | Should -BeNullOrEmpty
        Assert-NothingHeld $before
    }

    It 'one namespace is changed by many at once: each gets what it asked for, or says why not' {
        $before = Get-Holdings
        $told = 1..40 | ForEach-Object -Parallel {
            Import-Module $using:moduleManifest
            $null = New-NetIPAddress "10.88.0.$_/32" br0 -Namespace hub
            # All want the same bridge; one gets it.
            try { $null = New-NetBridge same -Namespace hub -IPAddress 10.99.0.1/24 -ErrorAction Stop; 'made' } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
        } -ThrottleLimit 16
        @($told | Where-Object { $_ -eq 'made' }) | Should -HaveCount 1
        @($told | Where-Object { $_ -ne 'made' } | Sort-Object -Unique) | Should -Be InterfaceExists
        @(Get-IPAddressText hub br0 | Where-Object { $_ -like '10.88.*' }) | Should -HaveCount 40
        Get-IPAddressText hub same | Should -BeExactly 10.99.0.1/24
        Assert-NothingHeld $before
    }

    It 'masquerades are enabled and disabled by many at once: the last one, and only the last, gives forwarding back' -ForEach 1, 2, 3 {
        $before = Get-Holdings
        $told = 1..40 | ForEach-Object -Parallel {
            Import-Module $using:moduleManifest
            # All want the first, each has a second of its own.
            Enable-Masquerade -Subnet 10.1.0.0/16, "10.2.$_.0/24" -Namespace hub 3>&1
        } -ThrottleLimit 16 | ForEach-Object { "$_" }
        @($told -like '*is turned on*') | Should -HaveCount 1
        @($told -like '*already*') | Should -HaveCount 39
        @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'masquerade*' }) | Should -HaveCount 41
        @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'was *' }) | Should -HaveCount 1
        Get-Sysctl hub ipv4/ip_forward | Should -Be 1
        $told = Get-Masquerade -Namespace hub | ForEach-Object -Parallel { Import-Module $using:moduleManifest; $_ | Disable-Masquerade 3>&1 } -ThrottleLimit 16 | ForEach-Object { "$_" }
        $told | Should -HaveCount 1
        $told | Should -BeLike '*given back*'
        ip netns exec hub nft list ruleset | Should -BeNullOrEmpty
        Get-Sysctl hub ipv4/ip_forward | Should -Be 0
        Assert-NothingHeld $before
    }
}

Describe 'In several processes' {
    BeforeEach { New-NetNamespace hub }
    AfterEach { Remove-NamespacesExcept $others }

    It 'masquerades are enabled and disabled at once: nothing is doubled, and the last one gives forwarding back' {
        $shells = foreach ($shell in 1..4) {
            Start-Words (Get-ShellWords "foreach (`$i in 1..25) { Enable-Masquerade -Subnet 10.1.0.0/16, `"10.$(1 + $shell).`$i.0/24`" -Namespace hub 3> `$null }; [Console]::WriteLine('enabled'); `$null = [Console]::ReadLine(); Get-Masquerade -Namespace hub | Where-Object Subnet -Like '10.$(1 + $shell).*' | Disable-Masquerade 3> `$null; Disable-Masquerade -Subnet 10.1.0.0/16 -Namespace hub -ErrorAction Ignore 3> `$null; 'disabled'")
        }
        foreach ($shell in $shells) { $shell.StandardOutput.ReadLine() | Should -Be enabled }
        @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'masquerade*' }) | Should -HaveCount 101
        @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'was *' }) | Should -HaveCount 1
        foreach ($shell in $shells) { $shell.StandardInput.WriteLine() }
        foreach ($shell in $shells) { $shell.WaitForExit(); $shell.ExitCode | Should -Be 0; $shell.Dispose() }
        ip netns exec hub nft list ruleset | Should -BeNullOrEmpty
        Get-Sysctl hub ipv4/ip_forward | Should -Be 0
    }

    It 'labs and masquerades come and go at once: the last one, and only the last, gives forwarding back, attempt <_>' -ForEach 1, 2, 3 {
        $shells = foreach ($shell in 1..4) {
            Start-Words (Get-ShellWords "`$WarningPreference = 'SilentlyContinue'; Invoke-NetNamespace hub { New-VethLab lab$shell -Subnet 10.$shell.0.0/24 -NamespacePrefix p$shell- -Masquerade; Enable-Masquerade -Subnet 10.9.$shell.0/24 } | Out-Null; [Console]::WriteLine('made'); `$null = [Console]::ReadLine(); Invoke-NetNamespace hub { Disable-Masquerade -Subnet 10.9.$shell.0/24; Remove-VethLab lab$shell }")
        }
        try {
            foreach ($shell in $shells) { $shell.StandardOutput.ReadLine() | Should -Be made }
            @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'was *ip_forward=*' }) | Should -HaveCount 1 -Because 'one has the former value'
            foreach ($shell in $shells) { $shell.StandardInput.WriteLine() }
            foreach ($shell in $shells) {
                $shell.StandardError.ReadToEnd() | Should -BeNullOrEmpty
                $shell.WaitForExit()
                $shell.ExitCode | Should -Be 0
            }
        }
        finally { foreach ($shell in $shells) { if (-not $shell.HasExited) { $shell.Kill(); $shell.WaitForExit() }; $shell.Dispose() } }
        ip netns exec hub nft list ruleset | Should -BeNullOrEmpty
        Get-Sysctl hub ipv4/ip_forward | Should -Be 0
        @(Get-NamespaceNames) | Should -Be (@($others) + 'hub' | Sort-Object)
    }

    It 'one waits while another has its turn in the namespace' {
        # flock(1) takes the same lock on the same file.
        $other = [System.Diagnostics.Process]::Start('flock', [string[]] ('/run/netns/hub', 'sleep', '1.5'))
        Wait-Until { & flock -n /run/netns/hub true; $LASTEXITCODE -ne 0 } | Should -BeTrue
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Enable-Masquerade -Subnet 10.1.0.0/16 -Namespace hub 3> $null
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.5
        $other.WaitForExit(); $other.Dispose()
        @(Get-NftJson hub rule | Where-Object { "$($_.comment)" -like 'masquerade*' }) | Should -HaveCount 1
    }
}
