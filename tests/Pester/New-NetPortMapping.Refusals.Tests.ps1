# New-NetPortMapping: what it refuses, and how.
BeforeDiscovery {
    $refusals = @(
        @{ Do = { New-NetPortMapping 0 ns01 -Namespace host }; Id = 'InvalidValue'; Target = '0' }
        @{ Do = { New-NetPortMapping 65536 ns01 -Namespace host }; Id = 'InvalidValue'; Target = '65536' }
        @{ Do = { New-NetPortMapping '' ns01 -Namespace host }; Id = 'InvalidValue'; Target = '' }
        @{ Do = { New-NetPortMapping http ns01 -Namespace host }; Id = 'InvalidValue'; Target = 'http' }
        @{ Do = { New-NetPortMapping 10-1 ns01 -Namespace host }; Id = 'InvalidValue'; Target = '10-1' }
        @{ Do = { New-NetPortMapping 1-2-3 ns01 -Namespace host }; Id = 'InvalidValue'; Target = '1-2-3' }
        @{ Do = { New-NetPortMapping -1 ns01 -Namespace host }; Id = 'InvalidValue'; Target = '-1' }
        @{ Do = { New-NetPortMapping 80 ns01 -DestinationPort 0 -Namespace host }; Id = 'InvalidValue'; Target = '0' }
        @{ Do = { New-NetPortMapping 80 ns01 -DestinationPort 70000 -Namespace host }; Id = 'InvalidValue'; Target = '70000' }
        @{ Do = { New-NetPortMapping 80-81 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host }; Id = 'InvalidValue'; Target = 'tcp/80-81' }
        @{ Do = { New-NetPortMapping 80 -Namespace host }; Id = 'InvalidValue'; Target = '80' }
        @{ Do = { New-NetPortMapping 80 nowhere -Namespace host }; Id = 'NamespaceNotFound'; Target = 'nowhere' }
        @{ Do = { New-NetPortMapping 80 ns01 -Namespace nowhere }; Id = 'NamespaceNotFound'; Target = 'nowhere' }
        @{ Do = { New-NetPortMapping 80 empty -Namespace host }; Id = 'AddressNotFound'; Target = 'empty' }
        @{ Do = { New-NetPortMapping 80 ns01 -Namespace internet }; Id = 'AddressNotFound'; Target = 'ns01' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 192.168.88.300 -Namespace host }; Id = 'InvalidAddress'; Target = '192.168.88.300' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 127.0.0.1 -Namespace host }; Id = 'InvalidAddress'; Target = '127.0.0.1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress ::1 -Namespace host }; Id = 'InvalidAddress'; Target = '::1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 0.0.0.0 -Namespace host }; Id = 'InvalidAddress'; Target = '0.0.0.0' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 224.0.0.1 -Namespace host }; Id = 'InvalidAddress'; Target = '224.0.0.1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress fe80::1 -Namespace host }; Id = 'InvalidAddress'; Target = 'fe80::1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 192.168.88.1 -Namespace host }; Id = 'InvalidAddress'; Target = '192.168.88.1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 2001:db9::1 -Namespace host }; Id = 'RouteNotFound'; Target = '2001:db9::1' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 192.168.88.11 -ListenAddress fd88::1 -Namespace host }; Id = 'WrongAddressFamily'; Target = 'fd88::1' }
        @{ Do = { New-NetPortMapping 80 ns01 -ListenAddress 10.9.9.9 -Namespace host }; Id = 'AddressNotFound'; Target = '10.9.9.9' }
        @{ Do = { New-NetPortMapping 80 ns01 -ListenAddress ten -Namespace host }; Id = 'InvalidAddress'; Target = 'ten' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 192.168.88.11 -ListenAddress 127.0.0.1 -InInterface ens160 -Namespace host }; Id = 'InvalidValue'; Target = 'tcp/127.0.0.1:80%ens160' }
        @{ Do = { New-NetPortMapping 80 -DestinationAddress 192.168.88.11 -InInterface 'much too long a name' -Namespace host }; Id = 'InvalidName'; Target = 'much too long a name' }
    )
}
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/PortHost.ps1
    New-PortHost
}
AfterAll { Remove-PortHost }

Describe 'New-NetPortMapping' {
    Context 'refusals' {
        BeforeAll { ip netns add empty }
        AfterAll { ip netns delete empty }

        It '<Id> for <Target>: <Do>' -ForEach $refusals {
            $category = if ($Id -like '*NotFound') { 'ObjectNotFound' } else { 'InvalidArgument' }
            Assert-Refused $Do -Id $Id -Category $category -Target $Target
        }
    }
}
