# Remove-NetNeighbor: entries made by `ip`, and learnt by the kernel, removed by VethLab.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Neighbors { @(Get-IPJson lab neighbour, show, nud, all, dev, eth0 | Where-Object { $_.dst -and $_.state -ne 'NOARP' } | ForEach-Object { $_.dst } | Sort-Object) }
}

Describe 'Remove-NetNeighbor' {
    BeforeEach {
        ip netns add lab
        ip netns add lab02
        ip -n lab link add eth0 type veth peer name eth0 netns lab02
        foreach ($name in 'lab', 'lab02') { ip -n $name link set eth0 up addrgenmode none }
        ip -n lab address add 10.0.0.1/24 dev eth0
        ip -n lab02 address add 10.0.0.2/24 dev eth0
        foreach ($one in '10.0.0.8', '10.0.0.9', 'fd00::9') { ip -n lab neighbour add $one lladdr 02:00:00:00:00:09 nud permanent dev eth0 }
    }
    AfterEach {
        ip netns delete lab
        ip netns delete lab02
    }

    It 'needs no interface, and takes one by its index' {
        Remove-NetNeighbor 10.0.0.8 -Namespace lab
        Get-Neighbors | Should -Not -Contain 10.0.0.8
        $index = (Get-IPJson lab link, show, dev, eth0).ifindex
        Assert-Refused { Remove-NetNeighbor 10.0.0.9 -InterfaceIndex ($index + 1000) -Namespace lab } NeighborNotFound ObjectNotFound 10.0.0.9
        Remove-NetNeighbor 10.0.0.9 -InterfaceIndex $index -Namespace lab
        Get-Neighbors | Should -Not -Contain 10.0.0.9
    }

    It 'takes one entry and leaves the others' {
        Remove-NetNeighbor 10.0.0.9 eth0 -Namespace lab | Should -BeNullOrEmpty
        Get-Neighbors | Should -Be 10.0.0.8, fd00::9
    }

    It 'takes several, of both families' {
        Remove-NetNeighbor 10.0.0.8, fd00::9 eth0 -Namespace lab
        Get-Neighbors | Should -Be 10.0.0.9
    }

    It 'removes what the kernel has learnt' {
        ip netns exec lab ping -c 1 -W 1 10.0.0.2 | Out-String | Should -BeLike '*1 received*'
        Get-NetNeighbor 10.0.0.2 -Namespace lab | Remove-NetNeighbor
        # The kernel keeps an entry that is still in use, as Failed and without its MAC address.
        (Get-IPJson lab neighbour | Where-Object dst -EQ 10.0.0.2).lladdr | Should -BeNullOrEmpty
    }

    It 'removes what Get-NetNeighbor found' {
        Get-NetNeighbor 10.0.0.* -Namespace lab | Remove-NetNeighbor
        Get-Neighbors | Should -Be fd00::9
    }

    It 'removes an object where it lives, wherever that is done' {
        $entry = Invoke-NetNamespace lab { Get-NetNeighbor 10.0.0.9 }
        $entry | Remove-NetNeighbor
        Get-Neighbors | Should -Be 10.0.0.8, fd00::9
    }

    It 'takes the interface as an object, and rows of a table' {
        Remove-NetNeighbor 10.0.0.9 (Get-NetInterface eth0 -Namespace lab)
        [pscustomobject]@{ IPAddress = '10.0.0.8'; InterfaceAlias = 'eth0'; Namespace = 'lab' } | Remove-NetNeighbor
        Get-Neighbors | Should -Be fd00::9
    }

    It 'changes nothing with -WhatIf' {
        Remove-NetNeighbor 10.0.0.8, 10.0.0.9 eth0 -Namespace lab -WhatIf
        Get-Neighbors | Should -HaveCount 3
    }

    It 'tells with -Verbose the ip command that does the same' {
        Get-VerboseLines { Remove-NetNeighbor 10.0.0.9 eth0 -Namespace lab -Verbose } | Should -Contain 'ip -n lab neighbour delete 10.0.0.9 dev eth0'
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'there is no such entry'; Address = '10.0.0.77'; Interface = 'eth0'; Id = 'NeighborNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.77' }
        @{ What = 'the entry is another interface''s'; Address = '10.0.0.9'; Interface = 'lo'; Id = 'NeighborNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.9' }
        @{ What = 'there is no such interface'; Address = '10.0.0.9'; Interface = 'eth7'; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
        @{ What = 'it is no address'; Address = '10.0.9'; Interface = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10.0.9' }
    ) {
        Assert-Refused { Remove-NetNeighbor $Address $Interface -Namespace lab } $Id $Category $Target
        Get-Neighbors | Should -HaveCount 3
    }

    It 'says on a second run that it is gone' {
        $entry = Get-NetNeighbor 10.0.0.9 -Namespace lab
        $entry | Remove-NetNeighbor
        Assert-Refused { $entry | Remove-NetNeighbor } NeighborNotFound ObjectNotFound 10.0.0.9
    }

    It 'removes two of three and reports the third' {
        Remove-NetNeighbor 10.0.0.8, 10.0.0.77, 10.0.0.9 eth0 -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        Get-Neighbors | Should -Be fd00::9
        $missing.TargetObject | Should -BeExactly 10.0.0.77
    }
}
