# Ctrl+C between any two steps of a change: everything is taken back, and the user is told. Which step it is, -Verbose tells: it says each
# command before its effect, and whoever reads the line keeps the cmdlet there until the pipeline is stopped.
BeforeDiscovery {
    $changes = @(
        @{ Cmdlet = 'New-NetNamespace'; What = ''; Steps = 1; Setup = ''; Command = 'New-NetNamespace fresh' }
        @{ Cmdlet = 'New-NetBridge'; What = ''; Steps = 5; Setup = ''; Command = 'New-NetBridge br02 -Namespace lab -IPAddress 10.5.0.1/24, 10.6.0.1/24, fd05::1/64 -Stp' }
        @{ Cmdlet = 'New-VethPair'; What = ''; Steps = 5; Setup = ''; Command = 'New-VethPair a b -Namespace lab -PeerNamespace ns01 -IPAddress 10.5.0.1/24 -Gateway 10.5.0.2 -PeerIPAddress 10.5.0.2/24' }
        @{ Cmdlet = 'Set-NetInterface'; What = ''; Steps = 5; Setup = ''; Command = 'Set-NetInterface eth0 -Namespace lab -Down; Set-NetInterface eth0 -Namespace lab -NewName eth9 -Alias uplink -Mtu 1400 -MacAddress 02:00:00:00:00:09 -TargetNamespace ns01 -Up' }
        @{ Cmdlet = 'Set-NetInterface'; What = ' of an interface that is up, with addresses and routes'; Steps = 2; Setup = ''; Command = 'Set-NetInterface eth0 -Namespace lab -Alias uplink -TargetNamespace ns01 -Up' }
        @{ Cmdlet = 'Set-NetBridge'; What = ''; Steps = 6; Setup = ''; Command = 'Set-NetBridge br01 -Namespace lab -Stp $true -ForwardDelaySeconds 4 -AgeingTimeSeconds 100 -MulticastSnooping $false -Mtu 1400 -MacAddress 02:00:00:00:00:08' }
        @{ Cmdlet = 'Enable-Masquerade'; What = ''; Steps = 3; Setup = ''; Command = 'Enable-Masquerade br01 -Namespace lab' }
        @{ Cmdlet = 'Disable-Masquerade'; What = ''; Steps = 3; Setup = 'Enable-Masquerade br01 -Namespace lab'; Command = 'Disable-Masquerade br01 -Namespace lab' }
        @{ Cmdlet = 'Enable-NetForwarding'; What = ''; Steps = 5; Setup = ''; Command = 'Enable-NetForwarding br01 -Namespace lab' }
        @{ Cmdlet = 'Disable-NetForwarding'; What = ''; Steps = 4; Setup = 'Enable-NetForwarding br01 -Namespace lab'; Command = 'Disable-NetForwarding br01 -Namespace lab' }
    )
}

BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    . "$PSScriptRoot/shared/Everything.ps1"
    $others = @(Get-NamespaceNames)

    function New-Situation([string] $Setup) {
        New-Everything
        if ($Setup) { $null = . ([scriptblock]::Create("$Setup 3> `$null")) }
    }

    # The script that does a change, stays where -Verbose tells the step of that number, and says so.
    function Get-StoppingScript([string] $Command, [int] $Step, [string] $Say) {
        $first, $last = $Command -split '; ', 2
        if (-not $last) { $first, $last = '', $first }
        "$first; $last -Verbose 4>&1 3> `$null | ForEach-Object { if (`$_ -is [System.Management.Automation.VerboseRecord] -and `$_.Message -match '(^|&& )(ip|bridge|nft|iptables|sysctl) ' -and ++`$n -eq $Step) { $Say; while (`$true) { [System.Threading.Thread]::Sleep(5) } } }"
    }
}

Describe 'Ctrl+C within <Cmdlet><What>' -ForEach $changes {
    BeforeEach {
        New-Situation $Setup
        if ($Command.Contains('; ')) { . ([scriptblock]::Create($Command.Split('; ')[0])) }
        $situation = Get-Everything
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'leaves all as it was, before whichever step it comes' {
        $step = 1
        while ($true) {
            $state = [hashtable]::Synchronized(@{ Ready = $false })
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
            $null = $shell.AddScript("param(`$state) Import-Module '$moduleManifest'; $(Get-StoppingScript $Command $step '$state.Ready = $true')").AddArgument($state)
            $run = $shell.BeginInvoke()
            while (-not $state.Ready -and -not $run.IsCompleted) { [System.Threading.Thread]::Sleep(5) }
            if (-not $state.Ready) {
                $shell.Streams.Error | Should -BeNullOrEmpty
                $shell.Dispose()
                break
            }
            $shell.Stop()
            $shell.Dispose()
            Get-Difference $situation (Get-Everything) | Should -BeNullOrEmpty -Because "it was stopped before step $step"
            $step++
        }
        # It came to its end, so it does change something, in as many steps as it takes.
        $step - 1 | Should -BeGreaterOrEqual $Steps
        Get-Difference $situation (Get-Everything) | Should -Not -BeNullOrEmpty
    }

    It 'tells what was undone' -Skip:($Steps -lt 2) {
        $process = Start-Shell (Get-StoppingScript $Command $Steps '[Console]::WriteLine("ready")')
        try {
            $said = $process.StandardOutput.ReadToEndAsync()
            Stop-Shell $process | Should -BeLessThan 10
            ($said.Result -replace "`e\[[0-9;]*m" -replace '\s+', ' ') | Should -BeLike "*$Cmdlet was stopped. Undone: *"
        }
        finally { $process.Dispose() }
        Get-Difference $situation (Get-Everything) | Should -BeNullOrEmpty
    }
}
