# Remove-NetInterface: made by `ip`, removed by VethLab; what cannot be removed stays, and the error says why.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Names([string] $Namespace = 'lab') { (Get-IPJson $Namespace link).ifname | Where-Object { $_ -cne 'lo' } | Sort-Object }
}

Describe 'Remove-NetInterface' {
    BeforeEach {
        ip netns add lab
        ip netns add lab02
        ip -n lab tuntap add dev d1 mode tap
        ip -n lab link add br01 type bridge
        ip -n lab link add v1 type veth peer name w1 netns lab02
    }
    AfterEach {
        ip netns delete lab
        ip netns delete lab02
    }

    It 'removes a <Kind>' -ForEach @(@{ Kind = 'tun'; Name = 'd1' }, @{ Kind = 'bridge'; Name = 'br01' }) {
        Remove-NetInterface $Name -Namespace lab | Should -BeNullOrEmpty
        Get-Names | Should -Not -Contain $Name
        @(Get-Names) | Should -HaveCount 2
    }

    It 'removes with a veth its peer in another namespace' {
        Remove-NetInterface w1 -Namespace lab02
        Get-Names | Should -Be br01, d1
        Get-Names lab02 | Should -BeNullOrEmpty
    }

    It 'leaves a bridge''s ports' {
        ip -n lab link set d1 master br01
        Remove-NetInterface br01 -Namespace lab
        Get-Names | Should -Be d1, v1
        (Get-IPJson lab link, show, dev, d1).master | Should -BeNullOrEmpty
    }

    It 'removes many: names, objects and rows of a table from the pipeline' {
        'd1', 'br01' | Remove-NetInterface -Namespace lab
        Get-Names | Should -Be v1
        ip -n lab tuntap add dev d1 mode tap
        [pscustomobject]@{ InterfaceAlias = 'd1'; Namespace = 'lab' } | Remove-NetInterface
        Get-Names | Should -Be v1
        Get-NetInterface v1 -Namespace lab | Remove-NetInterface
        Get-Names | Should -BeNullOrEmpty
    }

    It 'removes a pair or a bridge that a Get- cmdlet returned' {
        Get-VethPair -Namespace lab | Remove-NetInterface
        Get-NetBridge -Namespace lab | Remove-NetInterface
        Get-Names | Should -Be d1
    }

    It 'removes an object where it lives, wherever that is done' {
        $link = Invoke-NetNamespace lab { Get-NetInterface d1 }
        $link | Remove-NetInterface
        Get-Names | Should -Be br01, v1
    }

    It 'works in the namespace it is in' {
        Invoke-NetNamespace lab { Remove-NetInterface d1 }
        Get-Names | Should -Be br01, v1
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab
        'd1', 'br01', 'v1' | Remove-NetInterface -Namespace lab -WhatIf
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'tells with -Verbose the ip command that does the same' {
        Get-VerboseLines { Remove-NetInterface d1 -Namespace lab -Verbose } | Should -Contain 'ip -n lab link delete d1'
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'loopback cannot be removed'; Name = 'lo'; Id = 'InterfaceNotDeletable'; Category = 'InvalidOperation' }
        @{ What = 'there is no such interface'; Name = 'eth7'; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'case matters'; Name = 'D1'; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a name is too long'; Name = 'a-name-longer-than-15'; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ What = 'a name is empty'; Name = ''; Id = 'InvalidName'; Category = 'InvalidArgument' }
    ) {
        Assert-Refused { Remove-NetInterface $Name -Namespace lab } $Id $Category $Name
    }

    It 'says that the namespace is not there' {
        Assert-Refused { Remove-NetInterface d1 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
    }

    It 'says on a second run that it is gone' {
        $link = Get-NetInterface d1 -Namespace lab
        $link | Remove-NetInterface
        Assert-Refused { $link | Remove-NetInterface } InterfaceNotFound ObjectNotFound d1
    }

    It 'refuses an object with the -Namespace of another' {
        $link = Get-NetInterface d1 -Namespace lab
        Assert-Refused { $link | Remove-NetInterface -Namespace lab02 } NamespaceMismatch InvalidArgument d1
    }

    It 'removes two of three and reports the third' {
        'd1', 'eth7', 'br01' | Remove-NetInterface -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        Get-Names | Should -Be v1
        "$($missing.TargetObject)" | Should -BeExactly eth7
    }
}
