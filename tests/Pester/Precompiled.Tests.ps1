# What is precompiled is not compiled again in each process: a guard against starts that become slow which a busy machine does not disturb. Compiled all the same are
# the engine's own methods, IPAddress's, and the framework's generics over tuples, numbers and enumerations, which nobody has precompiled.
BeforeAll {
    . "$PSScriptRoot/shared/Launcher.ps1"

    # How many methods ./vethlab compiles for a script, in a process of its own.
    function Measure-Compiled([string] $Script) {
        $count = '[System.Runtime.JitInfo]::GetCompiledMethodCount($false)'
        $run = Invoke-Launcher '-NonInteractive', '-Command', "`$before = $count; $Script; $count - `$before"
        if ($run.ExitCode -ne 0 -or $run.Errors) { throw "$Script failed: $($run.Errors)" }
        [int] $run.Output[-1]
    }
}

Describe 'Methods that a process compiles' {
    It 'are few for <What>' -ForEach @(
        @{ What = 'a lab that is made and removed'; Most = 40; Script = '$null = New-VethLab precompiled -Subnet 10.88.0.0/16 -Count 20 -NamespacePrefix pc; Remove-VethLab precompiled' }
        @{ What = 'one from a description'; Most = 50
            Script = '$null = New-VethLab precompiled -Description @{ bridges = @{ br01 = @{ subnet = "10.88.0.0/16", "fd88::/64" } }; namespaces = @{ pc1 = @{ forwarding = $true }; pc2 = @{ routes = @(@{ destination = "10.99.0.0/16"; nextHop = "10.88.0.1" }) } }; links = @(@{ ends = "pc1", "br01" }, @{ ends = "pc2", "br01" }) }; Remove-VethLab precompiled' }
    ) {
        Measure-Compiled $Script | Should -BeLessOrEqual $Most
    }
}
