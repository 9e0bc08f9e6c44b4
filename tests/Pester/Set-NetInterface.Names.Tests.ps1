# Set-NetInterface: new names, aliases and moves, as `ip link set name/alias/netns` does them.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Names([string] $Namespace = 'lab') { (Get-IPJson $Namespace link).ifname | Where-Object { $_ -cne 'lo' } | Sort-Object }
    function Get-Alias([string] $Name) { (Get-IPJson lab link, show, dev, $Name).ifalias }
}

Describe 'Names and aliases of interfaces' {
    BeforeEach {
        foreach ($name in 'lab', 'lab02') { ip netns add $name }
        ip -n lab link add v1 address 02:00:00:00:00:01 type veth peer name w1
    }
    AfterEach { foreach ($name in 'lab', 'lab02') { ip netns delete $name } }

    It 'gives an interface the name <NewName>' -ForEach @(
        @{ NewName = 'uplink' }, @{ NewName = 'fifteen-bytes-x' }, @{ NewName = 'V1' }, @{ NewName = 'a&b;c' }, @{ NewName = "it's" }, @{ NewName = 'é' }, @{ NewName = '[a]*' }
    ) {
        $index = (Get-IPJson lab link, show, dev, v1).ifindex
        $renamed = Set-NetInterface v1 -NewName $NewName -Namespace lab -PassThru
        $renamed.Name | Should -BeExactly $NewName
        (Get-IPJson lab link | Where-Object ifindex -EQ $index).ifname | Should -BeExactly $NewName
        $renamed | Should -Be (Get-NetInterface ([WildcardPattern]::Escape($NewName)) -Namespace lab)
    }

    It 'renames an object wherever that is done; its old name is gone' {
        $link = Invoke-NetNamespace lab { Get-NetInterface v1 }
        $link | Set-NetInterface -NewName eth0
        Get-Names | Should -Be eth0, w1
        Assert-Refused { $link | Set-NetInterface -NewName eth1 } InterfaceNotFound ObjectNotFound v1
    }

    It 'renames rows of a table' {
        @'
InterfaceAlias,Namespace
v1,lab
'@ | ConvertFrom-Csv | Set-NetInterface -NewName eth0
        Get-Names | Should -Be eth0, w1
    }

    It 'renames and brings up in one go, also what is up' {
        Set-NetInterface v1 -NewName eth0 -Up -Mtu 1400 -Namespace lab
        $link = Get-IPJson lab link, show, dev, eth0
        $link.flags | Should -Contain UP
        $link.mtu | Should -Be 1400
        Set-NetInterface eth0 -NewName eth1 -Namespace lab
        Get-Names | Should -Be eth1, w1
    }

    It 'moves under a new name, and back' {
        $there = Get-NetInterface v1 -Namespace lab | Set-NetInterface -NewName eth0 -TargetNamespace lab02 -Up -PassThru
        "$($there.Namespace) $($there.Name) $($there.IsUp)" | Should -BeExactly 'lab02 eth0 True'
        Get-Names | Should -Be w1
        Get-Names lab02 | Should -Be eth0
        $back = $there | Set-NetInterface -NewName v1 -TargetNamespace lab -PassThru
        "$($back.Namespace) $($back.Name) $($back.MacAddress)" | Should -BeExactly 'lab v1 02:00:00:00:00:01'
        Get-Names lab02 | Should -BeNullOrEmpty
    }

    It 'sets the alias <Alias>' -ForEach @(
        @{ Alias = 'word' }, @{ Alias = "it's the uplink to Köln" }, @{ Alias = '$(reboot) `"' }, @{ Alias = 'x' * 255 }
    ) {
        (Set-NetInterface v1 -Alias $Alias -Namespace lab -PassThru).Alias | Should -BeExactly $Alias
        Get-Alias v1 | Should -BeExactly $Alias
    }

    It 'removes the alias' {
        ip -n lab link set v1 alias something
        (Set-NetInterface v1 -Alias '' -Namespace lab -PassThru).Alias | Should -BeExactly ''
        Get-Alias v1 | Should -BeNullOrEmpty
    }

    It 'leaves the alias when something else is changed' {
        ip -n lab link set v1 alias something
        Set-NetInterface v1 -Mtu 1400 -Namespace lab
        Get-Alias v1 | Should -BeExactly something
    }

    It 'does nothing on a second run, and says so' {
        Set-NetInterface v1 -Alias word -Namespace lab
        Get-VerboseLines { Set-NetInterface v1 -NewName v1 -Alias word -Namespace lab -Verbose } | Should -BeExactly '''v1'' is so already.'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab, lab02
        Set-NetInterface v1 -NewName eth0 -Alias word -TargetNamespace lab02 -Up -Namespace lab -WhatIf -PassThru | Should -BeNullOrEmpty
        Get-KernelState lab, lab02 | Should -BeExactly $before
        Get-Alias v1 | Should -BeNullOrEmpty
    }

    It 'takes everything back when the move is refused' {
        ip -n lab link set v1 alias something
        ip netns exec lab02 sh -c 'ip link add eth0 type veth peer name eth1'
        Assert-Refused { Set-NetInterface v1 -NewName eth0 -Alias other -Mtu 1400 -TargetNamespace lab02 -Namespace lab } InterfaceExists ResourceExists eth0
        Get-Alias v1 | Should -BeExactly something
    }

    It 'refuses the new name ''<NewName>'' with <Id>' -ForEach @(
        @{ NewName = 'w1'; Id = 'InterfaceExists'; Category = 'ResourceExists' }
        @{ NewName = ''; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ NewName = 'sixteen-bytes-xx'; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ NewName = 'a/b'; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ NewName = 'a b'; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ NewName = 'eth%d'; Id = 'InvalidName'; Category = 'InvalidArgument' }
        @{ NewName = '..'; Id = 'InvalidName'; Category = 'InvalidArgument' }
    ) {
        Assert-Refused { Set-NetInterface v1 -NewName $NewName -Namespace lab } $Id $Category $NewName
    }

    It 'refuses an alias of 256 bytes' {
        Assert-Refused { Set-NetInterface v1 -Alias ('x' * 256) -Namespace lab } InvalidValue InvalidArgument v1
    }

    It 'refuses to move loopback' {
        Assert-Refused { Set-NetInterface lo -TargetNamespace lab02 -Namespace lab } InvalidValue InvalidArgument lo
    }
}
