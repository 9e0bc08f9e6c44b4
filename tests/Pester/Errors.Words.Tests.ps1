# The refusals that hurt most say what is really the matter, found by looking at what is there.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Captures.ps1"
    $others = @(Get-NamespaceNames)
    foreach ($name in 'lab', 'lab02') { & ip netns add $name }
    @'
link set lo up
link add br01 up type bridge
link add v0 up type veth peer name w0
link set w0 up
link add v1 up type veth peer name w1
link add v2 up type veth peer name w2
link add idle type ifb
link add low mtu 1000 type ifb
link property add dev v2 altname uplink
address add 10.0.0.1/24 broadcast + dev v0
address add 10.5.0.1/24 dev idle
address add fd00::1/64 nodad dev v0
route add 10.9.0.0/16 via 10.0.0.9 proto 186
route add fd09::/16 via fd00::9
link add link v1 name mv1 type macvlan
link add link v2 name mv2 type macvlan
link set mv2 netns lab02
'@ | & ip -n lab -batch -
    if ($LASTEXITCODE -ne 0) { throw 'ip failed' }
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'Busy' {
    It 'names the macvlan that takes the packets of an interface' {
        Assert-Refused { Add-VethToBridge br01 v1 -Namespace lab } Busy ResourceBusy v1 -Message "*cannot be a port of br01*mv1 (a macvlan not made by VethLab)*EBUSY*" -Advice '*in place of ''v1''*'
    }

    It 'says where to look for one that is in another namespace' {
        Assert-Refused { Add-VethToBridge br01 v2 -Namespace lab } Busy ResourceBusy v2 -Message '*perhaps in another namespace*' -Advice '*ip -d link*'
    }
}

Describe 'What exists' {
    It 'is told with what it is: <Name>' -ForEach @(
        @{ Name = 'idle'; Says = '*an ifb not made by VethLab*' }
        @{ Name = 'v0'; Says = '*a veth not made by VethLab*' }
        @{ Name = 'lo'; Says = '*a loopback not made by VethLab*' }
        @{ Name = 'uplink'; Says = '*another name (altname) of v2, a veth not made by VethLab*' }
    ) {
        Assert-Refused { New-NetBridge $Name -Namespace lab } InterfaceExists ResourceExists $Name -Message $Says
        Assert-Refused { Set-NetInterface br01 -NewName $Name -Namespace lab } InterfaceExists ResourceExists $Name -Message $Says
    }

    It 'is told where a move would lead to it' {
        Assert-Refused { Set-NetInterface v0 -NewName mv2 -TargetNamespace lab02 -Namespace lab } InterfaceExists ResourceExists mv2 -Message '*namespace lab02*a macvlan*'
    }

    It 'is told of a route with its next hop, interface and maker: <Destination>' -ForEach @(
        @{ Destination = '10.9.0.0/16'; NextHop = '10.0.0.8'; Says = '*metric 0 *: 10.9.0.0/16 via 10.0.0.9 dev v0, of type Unicast, made by 186*' }
        @{ Destination = 'fd09::/16'; NextHop = 'fd00::8'; Says = '*metric 1024 *: fd09::/16 via fd00::9 dev v0, of type Unicast, made by Boot*' }
    ) {
        Assert-Refused { New-NetRoute $Destination $NextHop -Namespace lab } RouteExists ResourceExists $Destination -Message $Says -Advice "*Remove-NetRoute $Destination*"
    }
}

Describe 'GatewayUnreachable' {
    It 'says why: <Why>' -ForEach @(
        @{ Why = 'in none of the networks'; To = '10.8.0.0/16'; Hop = '172.16.0.1'; Says = '*none of the networks*10.0.0.0/24 (v0)*' }
        @{ Why = 'a broadcast address'; To = '10.8.0.0/16'; Hop = '10.0.0.255'; Says = '*no host''s address in 10.0.0.0/24*' }
        @{ Why = 'its interface is down'; To = '10.8.0.0/16'; Hop = '10.5.0.9'; Says = '*in 10.5.0.0/24, the network of ''idle'', which is down*'; Advice = 'Set-NetInterface idle -Namespace lab -Up brings it up.' }
        @{ Why = 'the network of another interface'; To = '10.8.0.0/16'; Hop = '10.0.0.9'; More = @{ InterfaceAlias = 'v1' }; Says = '*network of ''v0'', not of ''v1''*' }
        @{ Why = 'an address of this side itself'; To = 'fd08::/16'; Hop = 'fd00::1'; Says = '*an address of this side itself*' }
        @{ Why = 'a link-local address on no link'; To = 'fd08::/16'; Hop = 'fe80::1'; Says = '*the same on every link*'; Advice = '*-InterfaceAlias*' }
        @{ Why = 'IPv6, in none of the networks'; To = 'fd08::/16'; Hop = 'fd77::1'; Says = '*none of the networks*fd00::/64 (v0)*' }
    ) {
        $more = if ($More) { $More } else { @{} }
        Assert-Refused { New-NetRoute $To $Hop @more -Namespace lab } GatewayUnreachable InvalidArgument $Hop -Message $Says -Advice $(if ($Advice) { $Advice } else { '?*' })
    }

    It 'says so where there is no address of the family at all' {
        Assert-Refused { New-NetRoute 10.8.0.0/16 10.0.0.9 -Namespace lab02 } GatewayUnreachable InvalidArgument 10.0.0.9 -Message '*no interface has an IPv4 address*' -Advice '*New-NetIPAddress*'
    }

    It 'is InvalidAddress for the address that stands for none: <Hop>' -ForEach @{ To = '10.8.0.0/16'; Hop = '0.0.0.0' }, @{ To = 'fd08::/16'; Hop = '::' } {
        Assert-Refused { New-NetRoute $To $Hop -Namespace lab } InvalidAddress InvalidArgument $Hop -Advice '*leave out -NextHop*'
    }
}

Describe 'An address' {
    It 'that stands for none is refused, where the kernel would do nothing' {
        Assert-Refused { New-NetIPAddress 0.0.0.0/24 v0 -Namespace lab } InvalidAddress InvalidArgument 0.0.0.0/24
    }

    It 'that is missing is told where it is' {
        Assert-Refused { Remove-NetIPAddress 10.5.0.1/24 v0 -Namespace lab } AddressNotFound ObjectNotFound 10.5.0.1/24 -Message '*; idle has 10.5.0.1/24.'
        Assert-Refused { Remove-NetIPAddress 10.6.0.1/24 v0 -Namespace lab } AddressNotFound ObjectNotFound 10.6.0.1/24 -Message '*does not have the address 10.6.0.1/24.'
    }

    It 'of IPv6 needs an MTU for it' {
        Assert-Refused { New-NetIPAddress fd00:7::1/64 low -Namespace lab } InvalidAddress InvalidArgument fd00:7::1/64 -Message '*its MTU is 1000*' -Advice '*-Mtu 1280*'
    }

    It 'of IPv6 needs IPv6 to be on: the advice is a command that turns it on' {
        & ip netns exec lab sh -c 'echo 1 > /proc/sys/net/ipv6/conf/idle/disable_ipv6'
        $refusal = Get-FirstError { New-NetIPAddress fd00:7::1/64 idle -Namespace lab }
        $refusal.FullyQualifiedErrorId | Should -BeLike 'FeatureMissing,*'
        $refusal.ErrorDetails.RecommendedAction | Should -Match "^'(.*)' turns it on"
        & sh -c ($refusal.ErrorDetails.RecommendedAction -replace "^'(.*)' turns it on.*", '$1')
        New-NetIPAddress fd00:7::1/64 idle -Namespace lab | Should -Not -BeNullOrEmpty
    }
}

Describe 'No error is nameless' {
    BeforeDiscovery {
        if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
        $cmdlets = @((Get-Command -Module VethLab -CommandType Cmdlet).Name)
    }

    It 'whatever <_> is given' -ForEach $cmdlets {
        # Each text as each parameter that takes one, with harmless values for what is mandatory besides; in a network of its own.
        $odd = '', ' ', '.', '..', '*', '[', "a`0b", "tab`t", ('x' * 300), 'é🙂', '-1', '0.0.0.0', '0.0.0.0/0', '::/0', '999.1.1.1', 'fe80::1%9', '10.0.0.1/33', '00:00:00:00:00:00', 'pid:0', 'pid:-5', 'pid:x'
        $harmless = @{ Name = 'v9'; InterfaceAlias = 'v9'; Bridge = 'br09'; Namespace = 'nowhere'; ScriptBlock = { }; FilePath = 'true'; IPAddress = '10.1.1.1/24'; DestinationPrefix = '10.1.0.0/16'; Destination = '127.0.0.1'; LinkLayerAddress = '02:00:00:00:00:01'; MacAddress = '02:00:00:00:00:01'; PeerName = 'w9'; ProcessId = 1 }
        $command = Get-Command $_
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        $nameless = [System.Collections.Generic.List[string]]::new()
        $tried = [System.Collections.Generic.List[string]]::new()
        $names = [System.IO.Directory]::GetFiles('/run/netns')
        & ip netns add scratch
        @'
link add br09 up type bridge
link add v9 up type veth peer name w9
link set w9 up master br09
address add 10.1.1.2/24 dev v9
route add 10.2.0.0/16 via 10.1.1.9
neighbour add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v9
'@ | & ip -n scratch -batch -
        $null = Enable-Masquerade -Subnet 10.1.1.0/24 -Namespace scratch -WarningAction SilentlyContinue
        # Where files may be called so.
        Push-Location ([System.IO.Directory]::CreateDirectory("$TestDrive/$($command.Name)").FullName)
        Invoke-NetNamespace scratch {
            foreach ($set in $command.ParameterSets) {
                foreach ($parameter in $set.Parameters | Where-Object { $_.Name -notin $common -and $_.ParameterType -notin [switch], [scriptblock] }) {
                    foreach ($text in $odd) {
                        $words = @{}
                        foreach ($other in $set.Parameters | Where-Object IsMandatory) { $words[$other.Name] = $harmless[$other.Name] }
                        if ($command.Name -like 'Watch-*' -or $command.Name -in 'Test-NetPing', 'Test-NetPath') { $words['TimeoutSeconds'] = 0.001 }
                        $words[$parameter.Name] = $text
                        $tried.Add($text)
                        foreach ($record in Get-ErrorsOf { & $command @words 3> $null 6> $null }) {
                            if ($record.CategoryInfo.Category -eq 'NotSpecified' -or $record.FullyQualifiedErrorId -like 'System.*') { $nameless.Add("-$($parameter.Name) '$text': $($record.FullyQualifiedErrorId): $record") }
                        }
                    }
                }
            }
        }
        foreach ($path in [System.IO.Directory]::GetFiles('/run/netns')) {
            if ($path -notin $names) { Remove-NetNamespace ([System.IO.Path]::GetFileName($path)) -Force }
        }
        Pop-Location
        Clear-Captures
        $nameless | Should -BeNullOrEmpty
        $tried.Count | Should -BeGreaterThan 10
    }
}
