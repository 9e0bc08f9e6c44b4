# Ctrl+C, for real: a shell of its own is in the middle of something when SIGINT comes.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Ctrl+C' {
    AfterEach { Remove-NamespacesExcept $others }

    It 'during <What> ends at once' -ForEach @(
        @{ What = 'Test-NetPing inside a block'; Script = "Invoke-NetNamespace ns01 { [Console]::WriteLine('ready'); Test-NetPing 127.0.0.1 -Count 600 }" }
        @{ What = 'Watch-NetPacket inside a block'; Script = "Invoke-NetNamespace ns01 { [Console]::WriteLine('ready'); Watch-NetPacket lo }" }
        @{ What = 'Watch-NetPacket -Namespace'; Script = "[Console]::WriteLine('ready'); Watch-NetPacket lo -Namespace ns01" }
        @{ What = 'a program inside'; Script = "Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', 'echo ready; exec sleep 600' | ForEach-Object { [Console]::WriteLine(`$_) }" }
        @{ What = 'a program inside with children and theirs'; Script = "Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', 'sleep 600 & (sleep 600 & sh -c `"sleep 600 & sleep 600; true`"; true) & echo ready; wait' | ForEach-Object { [Console]::WriteLine(`$_) }" }
        @{ What = 'a loop inside a block'; Script = "Invoke-NetNamespace ns01 { [Console]::WriteLine('ready'); while (`$true) { [System.Threading.Thread]::Sleep(10) } }" }
        @{ What = 'a loop of cmdlets inside nested blocks'; Script = "Invoke-NetNamespace ns01 { Invoke-NetNamespace ns01 { [Console]::WriteLine('ready'); while (`$true) { `$null = Get-NetInterface } } }" }
    ) {
        New-NetNamespace ns01
        $process = Start-Shell $script
        try {
            [System.Threading.Thread]::Sleep(200)
            Stop-Shell $process | Should -BeLessThan 5
        }
        finally { $process.Dispose() }
        Wait-Until { -not (& ip netns pids ns01) } 5 | Should -BeTrue -Because 'nothing must go on inside'
    }

    It 'ends a program even when what it left behind holds its output open' {
        New-NetNamespace ns01
        $process = Start-Shell "Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', '(setsid sleep 20 &) ; echo ready; exec sleep 600' | ForEach-Object { [Console]::WriteLine(`$_) }"
        try {
            [System.Threading.Thread]::Sleep(200)
            Stop-Shell $process | Should -BeLessThan 5
            Wait-Until { @(& ip netns pids ns01).Count -le 1 } 5 | Should -BeTrue -Because 'the program itself must be gone'
        }
        finally {
            $process.Dispose()
            foreach ($left in & ip netns pids ns01) { & kill -KILL $left }
            $null = Wait-Until { -not (& ip netns pids ns01) }
        }
    }

    It 'ends the wait for a turn at the rules of a namespace' {
        New-NetNamespace ns01
        $other = [System.Diagnostics.Process]::Start('flock', [string[]] ('/run/netns/ns01', 'sleep', '60'))
        try {
            Wait-Until { & flock -n /run/netns/ns01 true; $LASTEXITCODE -ne 0 } | Should -BeTrue
            $process = Start-Shell "[Console]::WriteLine('ready'); Enable-Masquerade -Subnet 10.1.0.0/16 -Namespace ns01"
            [System.Threading.Thread]::Sleep(300)
            Stop-Shell $process | Should -BeLessThan 5
            $process.Dispose()
        }
        finally { $other.Kill($true); $other.WaitForExit(); $other.Dispose() }
        ip netns exec ns01 nft list ruleset | Should -BeNullOrEmpty
    }

    It 'while pairs are made leaves none half-made, after <_> ms' -ForEach 30, 110, 190, 270 {
        New-NetNamespace lab, ns01
        $script = @'
$rows = foreach ($i in 1..3000) { [pscustomobject]@{ Name = "v$i"; PeerName = "w$i"; Namespace = 'ns01'; PeerNamespace = 'lab'; IPAddress = "10.$(1 + [Math]::Floor($i / 250)).$($i % 250).1/24" } }
[Console]::WriteLine('ready')
$rows | New-VethPair | Out-Null
'@
        $process = Start-Shell $script
        try {
            [System.Threading.Thread]::Sleep($_)
            Stop-Shell $process | Should -BeLessThan 10
        }
        finally { $process.Dispose() }
        $ends = @(Get-IPLink ns01 | Where-Object ifname -NE lo)
        $peers = @(Get-IPLink lab | Where-Object ifname -NE lo)
        $ends.Count | Should -BeLessThan 3000 -Because 'it must have been interrupted'
        $ends.Count | Should -Be $peers.Count
        foreach ($link in $ends + $peers) {
            $link.ifalias | Should -BeExactly vethlab
            $link.flags | Should -Contain UP
        }
        $addresses = @(& ip -n ns01 -j -4 address | ConvertFrom-Json | Where-Object ifname -NE lo)
        $addresses.Count | Should -Be $ends.Count
    }

    It 'while namespaces are made leaves none half-made' {
        $process = Start-Shell "[Console]::WriteLine('ready'); 1..2000 | ForEach-Object { `"made`$_`" } | New-NetNamespace | Out-Null"
        try {
            [System.Threading.Thread]::Sleep(150)
            Stop-Shell $process | Should -BeLessThan 10
        }
        finally { $process.Dispose() }
        $made = @(Get-NetNamespace made*)
        $made.Count | Should -BeLessThan 2000
        $made | Where-Object IsStale | Should -BeNullOrEmpty
        foreach ($space in $made) { [uint] (Get-IPLink $space.Name lo).group | Should -Be 0x56000000 }
    }
}

Describe 'A kill that nobody can catch' {
    AfterEach { Remove-NamespacesExcept $others }

    It 'leaves nothing that Remove-NetNamespace does not take for VethLab''s own, after <_> ms' -ForEach 20, 60, 100 {
        $process = Start-Shell "[Console]::WriteLine('ready'); 1..2000 | ForEach-Object { `"killed`$_`" } | New-NetNamespace | Out-Null"
        [System.Threading.Thread]::Sleep($_)
        $process.Kill()
        $process.WaitForExit()
        $process.Dispose()
        $left = @(Get-NetNamespace killed*)
        foreach ($space in $left | Where-Object { -not $_.IsStale }) {
            $loopback = Get-IPLink $space.Name lo
            $loopback.ifalias | Should -BeExactly vethlab
            $loopback.flags | Should -Contain UP
        }
        Get-ErrorsOf { $left | Remove-NetNamespace } | Should -BeNullOrEmpty
        Get-NamespaceNames | Should -Be $others
    }

    It 'between the file and the mount leaves a placeholder that is VethLab''s' -Skip:(-not (Get-Command strace -CommandType Application -ErrorAction Ignore)) {
        # Two mounts for each namespace: the second of the second kills.
        $process = Start-Words (@('strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=mount', '-e', 'inject=mount:signal=KILL:when=4') + (Get-ShellWords 'New-NetNamespace whole, half'))
        $process.WaitForExit()
        $process.Dispose()
        (Get-NetNamespace whole).IsStale | Should -BeFalse
        (Get-NetNamespace half).IsStale | Should -BeTrue
        [System.IO.File]::ReadAllText('/run/netns/half') | Should -BeExactly "vethlab`n"
        Remove-NetNamespace half
        [System.IO.File]::Exists('/run/netns/half') | Should -BeFalse
    }
}
