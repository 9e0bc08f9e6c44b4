# Whatever a block does, nothing of the process stays behind in the namespace: a thread left there would keep it alive
# after its removal, and would do later work in the wrong place.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    $here = Get-Here

    # The names of this process's threads that are in a namespace.
    function Get-ThreadsIn([string] $Inode) {
        foreach ($task in [System.IO.Directory]::GetDirectories('/proc/self/task')) {
            try { if ([System.IO.FileInfo]::new("$task/ns/net").LinkTarget -eq $Inode) { [System.IO.File]::ReadAllText("$task/comm").Trim() } }
            catch [System.IO.IOException] { }
        }
    }

    function Get-DescriptorCount { [System.IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count }
    function Get-ThreadCount { [System.IO.Directory]::GetDirectories('/proc/self/task').Count }

    # Many methods that nobody has called before: work for the runtime's compiler.
    function Invoke-NewCode([int] $Seed) {
        foreach ($i in 1..60) { & ([scriptblock]::Create("function F$Seed$i(`$x) { foreach (`$n in 1..40) { `$x = (`$x * $i + `$n) % 9973 } `$x }; F$Seed$i $i")) }
    }
}

Describe 'The threads of the process around Invoke-NetNamespace' {
    BeforeEach {
        New-NetNamespace lab, ns01
        New-VethPair inner outer -Namespace ns01 -PeerNamespace lab
        $inside = Get-NamespaceInode ns01
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'are home after a block that <What>, and the namespace can go at once' -ForEach @(
        @{ What = 'does next to nothing'; Block = { 1 } }
        @{ What = 'runs new code'; Block = { Invoke-NewCode 1 } }
        @{ What = 'sleeps 5 s and then runs new code'; Block = { [System.Threading.Thread]::Sleep(5000); Invoke-NewCode 2 } }
        @{ What = 'collects garbage'; Block = { [gc]::Collect(); [gc]::WaitForPendingFinalizers() } }
        @{ What = 'collects garbage in the background'; Block = { foreach ($i in 1..3) { [gc]::Collect(2, 'Forced', $false); [System.Threading.Thread]::Sleep(100) } } }
        @{ What = 'uses the pool'; Block = {
                $null = [System.IO.File]::ReadAllTextAsync('/proc/self/status').Result
                $null = [System.Threading.Tasks.Task]::Delay(50).Wait(1000)
                $tasks = foreach ($i in 1..30) { [System.IO.File]::ReadAllBytesAsync('/proc/self/maps') }
                [System.Threading.Tasks.Task]::WaitAll([System.Threading.Tasks.Task[]] $tasks)
            } }
        @{ What = 'starts programs'; Block = { foreach ($i in 1..5) { $null = & sh -c 'echo x' }; $null = & ls /nothing 2>&1 } }
        @{ What = 'runs ForEach-Object -Parallel'; Block = { $null = 1..8 | ForEach-Object -Parallel { $_ * 2 } -ThrottleLimit 4 } }
        @{ What = 'opens a runspace'; Block = { $shell = [powershell]::Create(); $null = $shell.AddScript('1 + 1').Invoke(); $shell.Dispose() } }
        @{ What = 'works with VethLab''s cmdlets'; Block = { New-NetBridge br01 | Remove-NetBridge; $null = Get-NetInterface; $null = Get-VethPair -Namespace lab; $null = Test-NetPing 127.0.0.1 } }
        @{ What = 'throws'; Block = { throw 'x' } }
        @{ What = 'invokes another namespace'; Block = { Invoke-NetNamespace lab { Invoke-NewCode 3 } } }
        @{ What = 'writes much to the host'; Block = { 1..50 | ForEach-Object { Write-Verbose "$_" -Verbose } } }
    ) {
        $null = Get-ErrorsOf { Invoke-NetNamespace ns01 $block 4> $null }
        # Compiler threads end by themselves within seconds; pool threads and all others must not be there at all.
        Get-Here | Should -Be $here
        Get-ThreadsIn $inside | Where-Object { $_ -notlike '.NET Tiered*' } | Should -BeNullOrEmpty
        $warnings = Invoke-NetNamespace lab { Remove-NetNamespace ns01 3>&1 }
        $warnings | Should -BeNullOrEmpty
        (Get-IPLink lab).ifname | Should -Be lo
        Wait-Until { -not (Get-ThreadsIn $inside) } 10 | Should -BeTrue -Because "in $inside there are still: $(Get-ThreadsIn $inside)"
    }

    It 'are home in a process that has just begun, where a block <What> for the first time' -ForEach @(
        @{ What = 'collects garbage in the background'; Text = '$large = foreach ($i in 1..150) { , [byte[]]::new(1mb) }' }
        @{ What = 'makes the pool grow'; Text = '$null = [System.Threading.ThreadPool]::SetMinThreads(40, 40); foreach ($i in 1..200) { $null = [System.IO.File]::ReadAllTextAsync("/proc/self/maps") }; [System.Threading.Thread]::Sleep(200)' }
        @{ What = 'starts a program'; Text = '$null = & sh -c "echo x"' }
        @{ What = 'sets a timer'; Text = '$null = [System.Threading.Tasks.Task]::Delay(50).Wait(1000)' }
    ) {
        # Only this shows threads that the runtime makes once and keeps: in this old process most of them are there already.
        $script = "function Get-ThreadsIn { ${function:Get-ThreadsIn} }; Invoke-NetNamespace ns01 { $text }; Get-ThreadsIn '$inside'; 'done'"
        $process = Start-Words (Get-ShellWords $script)
        $told = $process.StandardOutput.ReadToEnd().Split("`n", [System.StringSplitOptions]::RemoveEmptyEntries)
        $process.WaitForExit()
        $process.Dispose()
        $told | Where-Object { $_ -notlike '.NET Tiered*' } | Should -Be 'done'
    }

    It 'are home while a later block runs elsewhere' {
        Invoke-NetNamespace ns01 { Invoke-NewCode 4 }
        Invoke-NetNamespace lab { Get-ThreadsIn $inside | Where-Object { $_ -notlike '.NET Tiered*' } } | Should -BeNullOrEmpty
    }

    It 'of ForEach-Object -Parallel in a block are in the process''s namespace' {
        Invoke-NetNamespace ns01 { 1..4 | ForEach-Object -Parallel { [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget } } |
            Sort-Object -Unique | Should -Be $here
    }

    It 'of Start-ThreadJob in a block are home afterwards' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        Invoke-NetNamespace ns01 { 1..3 | ForEach-Object { Start-ThreadJob { 1..50 | ForEach-Object { "$_" } } } | Receive-Job -Wait -AutoRemoveJob } | Should -HaveCount 150
        Get-ThreadsIn $inside | Where-Object { $_ -notlike '.NET Tiered*' } | Should -BeNullOrEmpty
        Remove-NetNamespace ns01 3>&1 | Should -BeNullOrEmpty
        Wait-Until { (Get-IPLink lab).ifname -notcontains 'outer' } 2 | Should -BeTrue
    }

    It 'are no more, and no descriptors, after fifty calls' {
        $run = {
            Invoke-NetNamespace ns01 { Get-NetInterface } | Out-Null
            Invoke-NetNamespace ns01 { throw 'x' } -ErrorAction Ignore
        }
        foreach ($i in 1..5) { try { & $run } catch { } }
        [gc]::Collect(); [gc]::WaitForPendingFinalizers()
        $descriptors = Get-DescriptorCount
        $threads = Get-ThreadCount
        foreach ($i in 1..50) { try { & $run } catch { } }
        # Not one a call; the pool may take a few threads more or less for its own reasons.
        Get-DescriptorCount | Should -BeLessThan ($descriptors + 5)
        Wait-Until { (Get-ThreadCount) -lt $threads + 5 } 5 | Should -BeTrue -Because "there were $threads threads, there are $(Get-ThreadCount)"
    }

    It 'are home after fifty runs of a program inside, which leave no processes and no descriptors' {
        foreach ($i in 1..5) { $null = Invoke-NetNamespace ns01 -FilePath true }
        $descriptors = Get-DescriptorCount
        foreach ($i in 1..50) { $null = Invoke-NetNamespace ns01 -FilePath echo -ArgumentList $i }
        Get-DescriptorCount | Should -BeLessThan ($descriptors + 5)
        & ip netns pids ns01 | Where-Object { $_ -ne $PID } | Should -BeNullOrEmpty
        Get-ThreadsIn $inside | Where-Object { $_ -notlike '.NET Tiered*' } | Should -BeNullOrEmpty
        Invoke-NetNamespace lab { Remove-NetNamespace ns01 3>&1 } | Should -BeNullOrEmpty
        (Get-IPLink lab).ifname | Should -Be lo
    }
}
