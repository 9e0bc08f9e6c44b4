# Commands of a lab: started when all else is there, left running, found again and ended.
BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    . "$PSScriptRoot/shared/ChildSession.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'

    # Numbers of processes that sleep so long, and of shells that were given a line with it; not of those that make the lab.
    function Get-Running([string] $Word) { @(& pgrep -f "^(/bin/sh -c .*)?$Word") }
}

Describe 'Commands of a lab' {
    BeforeEach { $before = Get-HereState }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
        Get-Running 'sleep 77[0-9]' | Should -BeNullOrEmpty
    }

    It 'run in their namespaces, in order, with what they are given, when the network is there' {
        $log = "$TestDrive/log"
        $lab = New-VethLab demo @{
            bridges    = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 2 } }
            namespaces = @{ ns02 = @{ commands = @(
                        @{ run = 'ping -c 1 -W 2 -q 10.0.0.1 > /dev/null && echo reached; ls /sys/class/net | tr "\n" " "'; wait = $true; log = $log }
                        @{ run = 'echo "$WORD, $VETHLAB"; ip route show default'; wait = $true; env = @{ WORD = 'it''s "me"' }; log = $log }
                        @{ run = 'exec sleep 771'; name = 'sleeper' }
                    )
                }
            }
            commands   = 'exec sleep 772'
        }
        [System.IO.File]::ReadAllText($log) | Should -BeExactly "reached`neth0 lo it's `"me`", vethlab:demo`ndefault via 10.0.0.1 dev eth0 proto static `n"
        $lab.Processes | ForEach-Object { "$($_.Namespace) $($_.Command) $($_.IsRunning)" } | Should -BeExactly 'demo exec sleep 772 True', 'ns02 exec sleep 771 True'
        $lab.Processes[1].Name | Should -Be sleeper
        (& ip netns pids ns02), (& ip netns pids demo) | Should -Be $lab.Processes[1].Id, $lab.Processes[0].Id
        "$($lab.Processes[1])" | Should -BeExactly "ns02: sleeper ($($lab.Processes[1].Id))"
    }

    It 'see the files of /etc/netns/NAME' {
        & mkdir -p /etc/netns/ns01
        [System.IO.File]::WriteAllText('/etc/netns/ns01/hosts', "10.9.8.7 somebody`n")
        try {
            $null = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = @{ run = 'cat /etc/hosts'; wait = $true; log = "$TestDrive/hosts" } } } }
            [System.IO.File]::ReadAllText("$TestDrive/hosts") | Should -BeExactly "10.9.8.7 somebody`n"
            [System.IO.File]::ReadAllText('/etc/hosts') | Should -Not -Match somebody
        }
        finally { & rm -r /etc/netns/ns01; & rmdir --ignore-fail-on-non-empty /etc/netns }
    }

    It 'outlive the process that made the lab, and are found and ended by another' {
        Invoke-ChildSession 'New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = "exec sleep 771" } } }'
        $process = (Get-VethLab demo).Processes
        $process.IsRunning | Should -BeTrue
        & cat "/proc/$($process.Id)/cmdline" | Should -BeLike 'sleep*771*'
        Remove-VethLab demo
        Get-Running 'sleep 771' | Should -BeNullOrEmpty
    }

    It 'are told as ended when they have' {
        $lab = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = 'exec sleep 771' } } }
        & kill $lab.Processes[0].Id
        Wait-Until { -not (Get-VethLab demo).Processes[0].IsRunning } | Should -BeTrue
        "$((Get-VethLab demo).Processes)" | Should -BeExactly 'ns01: exec sleep 771 (ended)'
        # Somebody who lives here collects it, when the kernel has taken it apart.
        Wait-Until { -not (& ps -o stat= -p $lab.Processes[0].Id) } | Should -BeTrue
    }

    It 'end with the lab: <What>' -ForEach @(
        @{ What = 'one that ignores SIGTERM'; Run = 'trap "" TERM; while :; do sleep 771; done' }
        @{ What = 'one that is stopped'; Run = 'kill -STOP $$; sleep 771' }
        @{ What = 'one with children'; Run = 'sleep 771 & (sleep 772 & sleep 773) & wait' }
        @{ What = 'a daemon that forks twice'; Run = 'setsid sh -c "setsid sleep 771 & exit" & exit 0' }
        @{ What = 'one that has overwritten its environment'; Run = 'env -i setsid sleep 771 & exit 0' }
        @{ What = 'one that goes on starting others'; Run = 'trap "sleep 772 & sleep 773 &" TERM; while :; do sleep 771 & wait; done' }
        @{ What = 'one whose starter is not waited for'; Run = 'sleep 771 & true'; Wait = $true }
    ) {
        $null = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = @{ run = $Run; wait = [bool]$Wait } } } }
        # Between two forks a look at all processes may see neither.
        Wait-Until { (Get-VethLab demo).Processes.IsRunning } | Should -BeTrue
        Get-ErrorsOf { Remove-VethLab demo } | Should -BeNullOrEmpty
        Get-Running 'sleep 77[0-9]' | Should -BeNullOrEmpty
    }

    It 'end alone: nobody else''s process in the lab''s namespaces is touched, nor one of the lab''s that is elsewhere' {
        $null = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = 'exec sleep 771' } } }
        $null = New-VethLab demo2 @{ namespaces = @{ ns02 = @{ commands = 'exec sleep 772' } } }
        $theirs = Start-Words 'ip', 'netns', 'exec', 'ns01', 'sleep', '60'
        $elsewhere = Start-Words 'env', 'VETHLAB=vethlab:demo', 'VETHLAB_COMMAND=1', 'sleep', '60'
        try {
            $null = Wait-Until { (& ip netns pids ns01).Count -eq 2 }
            Remove-VethLab demo
            Get-Running 'sleep 771' | Should -BeNullOrEmpty
            (Get-VethLab demo2).Processes.IsRunning | Should -BeTrue
            $theirs.HasExited, $elsewhere.HasExited | Should -Be $false, $false
        }
        finally { foreach ($process in $theirs, $elsewhere) { $process.Kill(); $process.WaitForExit(); $process.Dispose() } }
    }

    It 'undo the lab when one fails that is waited for, with the last that it said' {
        Assert-Refused {
            New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = @('exec sleep 771', @{ run = 'echo one; echo two >&2; exit 3'; wait = $true }, 'sleep 772') } } }
        } -Id CommandFailed -Category InvalidResult -Target 'echo one; echo two >&2; exit 3' -Message '*in namespace ns01 failed with exit code 3: one / two.*Undone:*sleep 771*ip netns add demo*'
        Get-Running 'sleep 77' | Should -BeNullOrEmpty
    }

    It 'undo the lab when one that is to stay ends at once with an error, and say it all where there is a log' {
        Assert-Refused { New-VethLab demo @{ commands = 'no-such-program' } } -Id CommandFailed -Category InvalidResult -Message "*ended at once with exit code 127.*" -Advice "*'log'*"
        Assert-Refused { New-VethLab demo @{ commands = @{ run = 'no-such-program'; log = "$TestDrive/failed"; name = 'mine' } } } -Id CommandFailed -Category InvalidResult -Target mine -Message '*no-such-program*not found*'
        Assert-Refused { New-VethLab demo @{ commands = @{ run = 'true'; log = '/no/folder/log' } } } -Id InvalidValue -Category InvalidArgument -Message '*/no/folder/log*'
    }

    It 'may end at once where they did well, as daemons do' {
        (New-VethLab demo @{ commands = 'sleep 771 & exit 0' }).Processes.IsRunning | Should -BeTrue
    }

    It 'are shown by -WhatIf as command lines that do the same' {
        $steps = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = @(@{ run = "echo `"`$WORD`" it''s > '$TestDrive/out'"; wait = $true; env = @{ WORD = 'a b' } }, 'exec sleep 771') } } } -WhatIf
        $steps.Action | Select-Object -Last 3 | Should -Be 'Run command', 'Start command', 'See that commands run'
        $script = (($steps.Command | Where-Object { $_ -notmatch 'sleep 0.2' }) -join "`n")
        & sh -c $script
        [System.IO.File]::ReadAllText("$TestDrive/out") | Should -BeExactly "a b its`n"
        $null = Wait-Until { Get-Running 'sleep 771' }
        # iproute2 mounts another /sys; the environment tells all the same.
        $lab = Get-VethLab demo
        $lab.Processes.IsRunning | Should -BeTrue
        Remove-VethLab demo
        Get-Running 'sleep 771' | Should -BeNullOrEmpty
    }

    It 'cost nothing where there are none' -Skip:(-not (Get-Command strace -CommandType Application -ErrorAction Ignore)) {
        $null = New-VethLab demo @{ namespaces = 'ns01' }
        $process = Start-Words (@('strace', '-f', '-qq', '-o', "$TestDrive/trace", '-e', 'trace=openat') + (Get-ShellWords 'Get-VethLab demo'))
        $process.WaitForExit()
        $process.Dispose()
        [System.IO.File]::ReadAllText("$TestDrive/trace") | Should -Not -Match '/proc/1/environ|/proc/\d+/mountinfo'
    }
}

Describe 'Ctrl+C while a command is waited for' {
    It 'ends it and undoes the lab' {
        $before = Get-HereState
        $process = Start-Shell @'
[Console]::WriteLine('ready')
New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = @('exec sleep 771', @{ run = 'sleep 772; true'; wait = $true }) } } }
'@
        Wait-Until { Get-Running 'sleep 772' } 20 | Should -BeTrue
        Stop-Shell $process | Should -BeLessThan 5
        $process.StandardError.ReadToEnd() + $process.StandardOutput.ReadToEnd() | Should -Match 'was stopped\. Undone:'
        $process.Dispose()
        Get-Running 'sleep 77[0-9]' | Should -BeNullOrEmpty
        Get-HereState | Should -Be $before
    }
}

Describe 'A kill while commands are started' {
    It 'leaves no process that Remove-VethLab does not end' {
        $before = Get-HereState
        $kills = [int]($env:VETHLAB_KILLS ? $env:VETHLAB_KILLS : 20) / 2
        $script = @'
[Console]::WriteLine('ready')
while ($true) {
    $null = New-VethLab killed @{ namespaces = @{ killed01 = @{ commands = 1..6 | ForEach-Object { 'sleep 771 & exec sleep 772'; @{ run = 'sleep 773 & sleep 0.02'; wait = $true } } } } }
    Remove-VethLab killed
}
'@
        $hits = 0
        foreach ($i in 1..$kills) {
            $process = Start-Shell $script
            $null = Wait-Until { Get-Running 'sleep 77[0-9]' } 30
            [System.Threading.Thread]::Sleep((Get-Random -Minimum 0 -Maximum 500))
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
            if (Get-VethLab) {
                if (Get-Running 'sleep 77[0-9]') { $hits++ }
                Get-ErrorsOf { Remove-VethLab killed } | Should -BeNullOrEmpty
            }
            Get-Running 'sleep 77[0-9]' | Should -BeNullOrEmpty -Because "this is kill $i"
            Get-HereState | Should -Be $before -Because "this is kill $i"
        }
        $hits | Should -BeGreaterThan 2 -Because 'kills must have hit something'
    }
}

Describe 'Rootless' {
    It 'commands run and end as well' {
        $script = '$lab = New-VethLab demo @{ namespaces = @{ ns01 = @{ commands = "exec sleep 771" } } }; "$($lab.Processes.IsRunning)"; & ip netns pids ns01; & ls /sys/class/net; Remove-VethLab demo; & pgrep -f "sleep 77[1]"; "done"'
        $words = @('unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-c', 'mkdir -p /run/netns; mount -t tmpfs tmpfs /run/netns && "$@"', 'sh') + (Get-ShellWords $script)
        $process = Start-Words $words
        $process.StandardInput.Close()
        $told = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $told | Should -Match '(?s)^True\n\d+\n.*done\s*$' -Because "it said: $($process.StandardError.ReadToEnd())"
        $process.Dispose()
        Get-Running 'sleep 771' | Should -BeNullOrEmpty
    }
}
