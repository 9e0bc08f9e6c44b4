BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    New-NetNamespace ns01, ns02
    New-VethPair inner outer -Namespace ns01 -PeerNamespace ns02
    $inside = Get-NamespaceInode ns01
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'Invoke-NetNamespace with a program' {
    It 'runs it inside, and returns its output line by line' {
        $lines = Invoke-NetNamespace ns01 -FilePath readlink -ArgumentList /proc/self/ns/net
        $lines | Should -BeExactly $inside
        $lines | Should -BeOfType string
        $lines = Invoke-NetNamespace ns01 -FilePath printf -ArgumentList 'one\n\ntwo\nno newline'
        $lines | Should -HaveCount 4
        $lines | Should -BeExactly 'one', '', 'two', 'no newline'
    }

    It 'runs it in each of several, from the pipeline too' {
        $both = $inside, (Get-NamespaceInode ns02)
        Invoke-NetNamespace ns01, ns02 -FilePath readlink -ArgumentList /proc/self/ns/net | Should -Be $both
        Get-NetNamespace ns01, ns02 | Invoke-NetNamespace -FilePath readlink -ArgumentList /proc/self/ns/net | Should -Be $both
    }

    It 'sets $LASTEXITCODE to <Code> after <What>' -ForEach @(
        @{ What = 'success'; File = 'true'; Words = @(); Code = 0 }
        @{ What = 'failure'; File = 'false'; Words = @(); Code = 1 }
        @{ What = 'exit 200'; File = 'sh'; Words = '-c', 'exit 200'; Code = 200 }
        @{ What = 'a SIGTERM'; File = 'sh'; Words = '-c', 'kill -TERM $$'; Code = 143 }
        @{ What = 'a SIGKILL'; File = 'sh'; Words = '-c', 'kill -KILL $$'; Code = 137 }
    ) {
        $global:LASTEXITCODE = 77
        Invoke-NetNamespace ns01 -FilePath $file -ArgumentList $words | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be $code
    }

    It 'hands over arguments as they are: <_>' -ForEach 'two words', '', 'a "quoted" one', "a 'quoted' one", 'back\slash', 'new
line', '$HOME', '*', '-n', 'ünïcode', '`tick`', 'a;b|c&d' {
        $told = Invoke-NetNamespace ns01 -FilePath printf -ArgumentList '[%s]', $_
        ($told -join "`n") | Should -BeExactly "[$_]"
    }

    It 'hands over numbers and several arguments' {
        Invoke-NetNamespace ns01 -FilePath printf -ArgumentList '%s\n', 1, 2.5, $true | Should -BeExactly '1', '2.5', 'True'
    }

    It 'shows it the namespace''s own /sys' {
        Invoke-NetNamespace ns01 -FilePath ls -ArgumentList /sys/class/net | Should -Be 'inner', 'lo'
        Invoke-NetNamespace ns02 -FilePath ls -ArgumentList /sys/class/net | Should -Be 'lo', 'outer'
    }

    It 'runs it in the current folder, with the environment' {
        Push-Location /usr/lib
        $env:VETHLAB_PROBE = 'a value'
        try { Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', 'pwd; echo "$VETHLAB_PROBE"' | Should -Be '/usr/lib', 'a value' }
        finally { Pop-Location; $env:VETHLAB_PROBE = $null }
    }

    It 'leaves its standard error to the terminal, not in the output' {
        $process = Start-Words (Get-ShellWords '$x = Invoke-NetNamespace ns01 -FilePath sh -ArgumentList "-c", "echo out; echo err >&2"; "[$x]"')
        $process.StandardOutput.ReadToEnd().Trim() | Should -Be '[out]'
        $process.StandardError.ReadToEnd().Trim() | Should -Be 'err'
        $process.WaitForExit()
    }

    It 'hands lines downstream as they come, and ends the program when downstream has enough' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $line = Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', 'echo first; sleep 61 & wait' | Select-Object -First 1
        $line | Should -Be first
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        Wait-Until { -not (& ip netns pids ns01) } | Should -BeTrue -Because 'the program must have ended'
    }

    It 'makes no mount that stays' {
        $before = [System.IO.File]::ReadAllText('/proc/thread-self/mountinfo')
        $null = Invoke-NetNamespace ns01 -FilePath ls -ArgumentList /sys
        [System.IO.File]::ReadAllText('/proc/thread-self/mountinfo') | Should -BeExactly $before
    }

    It 'works inside a block, which runs elsewhere' {
        Invoke-NetNamespace ns02 { Invoke-NetNamespace ns01 -FilePath readlink -ArgumentList /proc/self/ns/net } | Should -Be $inside
    }

    Context 'with files in /etc/netns' {
        BeforeAll {
            # Upon a tmpfs, so that nothing is written to the machine's own /etc.
            $madeFolder = -not [System.IO.Directory]::Exists('/etc/netns')
            if ($madeFolder) { $null = [System.IO.Directory]::CreateDirectory('/etc/netns') }
            & mount -t tmpfs tmpfs /etc/netns
            foreach ($name in 'ns01', 'ns02') { $null = [System.IO.Directory]::CreateDirectory("/etc/netns/$name") }
            [System.IO.File]::WriteAllText('/etc/netns/ns01/resolv.conf', "nameserver 192.0.2.53`n")
        }

        AfterAll {
            & umount /etc/netns
            if ($madeFolder) { [System.IO.Directory]::Delete('/etc/netns') }
        }

        It 'shows them in place of those in /etc, to it alone' {
            $own = [System.IO.File]::ReadAllText('/etc/resolv.conf')
            Invoke-NetNamespace ns01 -FilePath cat -ArgumentList /etc/resolv.conf | Should -BeExactly 'nameserver 192.0.2.53'
            & ip netns exec ns01 cat /etc/resolv.conf | Should -BeExactly 'nameserver 192.0.2.53'
            (Invoke-NetNamespace ns02 -FilePath cat -ArgumentList /etc/resolv.conf) -join "`n" | Should -BeExactly $own.TrimEnd("`n")
            [System.IO.File]::ReadAllText('/etc/resolv.conf') | Should -BeExactly $own
        }

        It 'runs it all the same where /etc has no such file, as ip netns exec does' {
            [System.IO.File]::WriteAllText('/etc/netns/ns02/no-such-file.conf', 'x')
            try {
                Invoke-NetNamespace ns02 -FilePath echo -ArgumentList ran 3> $null | Should -Be ran
                & ip netns exec ns02 echo ran 2> $null | Should -Be ran
            }
            finally { [System.IO.File]::Delete('/etc/netns/ns02/no-such-file.conf') }
            [System.IO.File]::Exists('/etc/no-such-file.conf') | Should -BeFalse
        }
    }

    Context 'refuses' {
        It 'a command that does not exist' {
            Assert-Refused { Invoke-NetNamespace ns01 -FilePath no-such-program } -Id CommandNotFound -Category ObjectNotFound -Target no-such-program
        }

        It 'a file that is not executable' {
            $file = [System.IO.Path]::GetTempFileName()
            try { Assert-Refused { Invoke-NetNamespace ns01 -FilePath $file } -Id CommandNotFound -Category ObjectNotFound -Advice '*executable*' }
            finally { [System.IO.File]::Delete($file) }
        }

        It 'a namespace that does not exist' {
            Assert-Refused { Invoke-NetNamespace nowhere -FilePath true } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
        }
    }

    Context 'at a terminal' {
        It 'gives a shell the terminal, inside the namespace' {
            . "$PSScriptRoot/shared/Terminal.ps1"
            $prompt = 'PS[^\n]*> $'
            $screen = Get-Screen "'$projectRoot/vethlab' -Isolated" @(
                @{ Screen = $prompt; Key = 'New-NetNamespace ns01 | Out-Null; New-NetBridge inside-only -Namespace ns01 | Out-Null' }
                @{ Screen = $prompt; Key = 'Invoke-NetNamespace ns01 -FilePath bash -ArgumentList --norc' }
                @{ Screen = '# $'; Key = 'tty; echo links: $(ls -m /sys/class/net); test -t 0 -a -t 1 -a -t 2 && echo all three' }
                @{ Screen = '# $'; Key = 'exit 5' }
                @{ Screen = $prompt; Key = '"code $LASTEXITCODE, back: $((Get-NetInterface).Name)"' }
                @{ Screen = $prompt; Key = 'exit' }
            )
            $screen | Should -Match '(?m)^/dev/pts/\d+$'
            $screen | Should -Match '(?m)^links: inside-only, lo$'
            $screen | Should -Match '(?m)^all three$'
            $screen | Should -Match '(?m)^code 5, back: lo$'
        }

        It 'lets Ctrl+C go to the program, not end the session' {
            . "$PSScriptRoot/shared/Terminal.ps1"
            $prompt = 'PS[^\n]*> $'
            $screen = Get-Screen "'$projectRoot/vethlab' -Isolated" @(
                @{ Screen = $prompt; Key = 'New-NetNamespace ns01 | Out-Null' }
                @{ Screen = $prompt; Key = 'Invoke-NetNamespace ns01 -FilePath sh -ArgumentList "-c", "echo running; exec sleep 60"' }
                @{ Screen = 'running\n$'; Key = "`u{3}" }
                @{ Screen = $prompt; Key = '"still $((Get-NetNamespace).Name)"' }
                @{ Screen = $prompt; Key = 'exit' }
            )
            $screen | Should -Match '(?m)^still ns01$'
        }
    }
}
