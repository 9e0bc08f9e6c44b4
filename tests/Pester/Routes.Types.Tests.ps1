# New-NetRoute and Remove-NetRoute: routes that lead nowhere, tables, sources and metrics, as `ip route` makes and shows them.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    # All routes of all tables but the kernel's own, one line each.
    function Get-RouteText([string] $Namespace) {
        @(foreach ($family in '-4', '-6') {
            ip -n $Namespace $family -o route show table all | Where-Object { $_ -notmatch 'table local|proto kernel' } | ForEach-Object { $_.Trim() -replace '\s+', ' ' -replace ' linkdown' }
        }) | Sort-Object
    }
}

Describe 'Routes of every type' {
    BeforeEach {
        foreach ($name in 'lab', 'twin') {
            ip netns add $name
            ip -n $name link set lo up
            ip -n $name link add eth0 type veth peer name eth1
            foreach ($link in 'eth0', 'eth1') { ip -n $name link set $link up addrgenmode none }
            ip -n $name address add 10.0.0.1/24 dev eth0
            ip -n $name address add 10.0.0.2/24 dev eth0
            ip -n $name address add fd00::1/64 nodad dev eth0
            ip -n $name address add fd00::2/64 nodad dev eth0
        }
    }
    AfterEach { foreach ($name in 'lab', 'twin') { ip netns delete $name } }

    It 'makes a <Type> route to <Destination> as ip makes it' -ForEach @(
        foreach ($type in 'Blackhole', 'Unreachable', 'Prohibit', 'Throw') {
            foreach ($destination in '10.9.0.0/16', 'fd09::/48', '10.9.9.9/32') { @{ Type = $type; Destination = $destination } }
        }
    ) {
        $made = New-NetRoute $Destination -Type $Type -Namespace lab
        ip -n twin route add $Type.ToLower() $Destination proto static
        Get-RouteText lab | Should -HaveCount 1
        Get-RouteText lab | Should -Be (Get-RouteText twin)
        "$($made.Type) $($made.DestinationPrefix)" | Should -BeExactly "$Type $Destination"
        $made.NextHop | Should -BeNullOrEmpty
        Get-NetRoute $Destination -Namespace lab | Should -Be $made
    }

    It 'is what it is called: a <Type> route says <Answer>' -ForEach @(
        @{ Type = 'Unreachable'; Answer = 'Host unreachable' }
        @{ Type = 'Prohibit'; Answer = 'Permission denied' }
    ) {
        $null = New-NetRoute 10.9.0.0/16 -Type $Type -Namespace lab
        $words = ip -n lab route get 10.9.0.1 2>&1 | Out-String
        $words | Should -Match $(if ($Type -eq 'Prohibit') { 'Permission denied|prohibit' } else { 'No route to host|Host unreachable|unreachable' })
    }

    It 'removes a <Type> route by name and as an object' -ForEach @(@{ Type = 'Blackhole' }, @{ Type = 'Unreachable' }, @{ Type = 'Prohibit' }, @{ Type = 'Throw' }) {
        ip -n lab route add $Type.ToLower() 10.9.0.0/16
        ip -n lab route add $Type.ToLower() fd09::/48
        Get-NetRoute fd09::/48 -Namespace lab | Remove-NetRoute
        Remove-NetRoute 10.9.0.0/16 -Namespace lab
        Get-RouteText lab | Should -BeNullOrEmpty
    }

    It 'makes routes in table <Table> as ip does, and leaves the main table alone' -ForEach @(@{ Table = 1 }, @{ Table = 100 }, @{ Table = 70000 }) {
        $made = New-NetRoute default 10.0.0.254 -Table $Table -Namespace lab
        $null = New-NetRoute fd09::/48 fd00::fe -Table $Table -Namespace lab
        $null = New-NetRoute 10.9.0.0/16 -Type Blackhole -Table $Table -Namespace lab
        ip -n twin route add default via 10.0.0.254 proto static table $Table
        ip -n twin route add fd09::/48 via fd00::fe proto static table $Table
        ip -n twin route add blackhole 10.9.0.0/16 proto static table $Table
        Get-RouteText lab | Should -HaveCount 3
        Get-RouteText lab | Should -Be (Get-RouteText twin)
        $made.Table | Should -Be $Table
        Get-NetRoute default -Table $Table -AddressFamily InterNetwork -Namespace lab | Should -Be $made
        (Get-FirstError { Get-NetRoute default -Namespace lab }).FullyQualifiedErrorId | Should -BeLike 'RouteNotFound,*'
    }

    It 'removes from a table only what is in it' {
        foreach ($table in 100, 200, 254) { ip -n lab route add 10.9.0.0/16 via 10.0.0.254 table $table }
        Remove-NetRoute 10.9.0.0/16 -Table 100 -Namespace lab
        Get-RouteText lab | Should -Be '10.9.0.0/16 via 10.0.0.254 dev eth0', '10.9.0.0/16 via 10.0.0.254 dev eth0 table 200'
        Get-NetRoute -Table 200 -Namespace lab | Remove-NetRoute
        Remove-NetRoute 10.9.0.0/16 -Namespace lab
        Get-RouteText lab | Should -BeNullOrEmpty
    }

    It 'says that table 100 has no such route' {
        ip -n lab route add 10.9.0.0/16 via 10.0.0.254
        Assert-Refused { Remove-NetRoute 10.9.0.0/16 -Table 100 -Namespace lab } RouteNotFound ObjectNotFound 10.9.0.0/16
    }

    It 'gives packets the source <Source>' -ForEach @(
        @{ Destination = '10.9.0.0/16'; NextHop = '10.0.0.254'; Source = '10.0.0.2'; Target = '10.9.0.1' }
        @{ Destination = 'fd09::/48'; NextHop = 'fd00::fe'; Source = 'fd00::2'; Target = 'fd09::1' }
    ) {
        $made = New-NetRoute $Destination $NextHop -Source $Source -Namespace lab
        ip -n twin route add $Destination via $NextHop src $Source proto static
        Get-RouteText lab | Should -Be (Get-RouteText twin)
        $made.Source | Should -BeExactly $Source
        ip -n lab route get $Target | Out-String | Should -BeLike "*src $Source*"
        $made | Remove-NetRoute
        Get-RouteText lab | Should -BeNullOrEmpty
    }

    It 'keeps two routes apart by their metrics' {
        $made = @(New-NetRoute 10.9.0.0/16 10.0.0.253 -RouteMetric 20 -Namespace lab; New-NetRoute 10.9.0.0/16 10.0.0.254 -RouteMetric 10 -Namespace lab)
        $made.RouteMetric | Should -Be 20, 10
        ip -n lab route get 10.9.0.1 | Out-String | Should -BeLike '*via 10.0.0.254*'
        $made[1] | Remove-NetRoute
        ip -n lab route get 10.9.0.1 | Out-String | Should -BeLike '*via 10.0.0.253*'
    }

    It 'has metric 1024 in IPv6 where none is given, as ip has' {
        (New-NetRoute fd09::/48 fd00::fe -Namespace lab).RouteMetric | Should -Be 1024
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a next hop for a route that leads nowhere'; Arguments = @{ DestinationPrefix = '10.9.0.0/16'; Type = 'Blackhole'; NextHop = '10.0.0.254' }; Id = 'InvalidValue'; Category = 'InvalidArgument'; Target = '10.9.0.0/16' }
        @{ What = 'an interface for a route that leads nowhere'; Arguments = @{ DestinationPrefix = '10.9.0.0/16'; Type = 'Throw'; InterfaceAlias = 'eth0' }; Id = 'InvalidValue'; Category = 'InvalidArgument'; Target = '10.9.0.0/16' }
        @{ What = 'a unicast route without next hop and interface'; Arguments = @{ DestinationPrefix = '10.9.0.0/16' }; Id = 'InvalidValue'; Category = 'InvalidArgument'; Target = '10.9.0.0/16' }
        @{ What = 'a source that is not an address of the namespace'; Arguments = @{ DestinationPrefix = '10.9.0.0/16'; InterfaceAlias = 'eth0'; Source = '10.0.0.77' }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.77' }
        @{ What = 'a source that is no address of the namespace, beside a next hop'; Arguments = @{ DestinationPrefix = '10.9.0.0/16'; NextHop = '10.0.0.254'; Source = '10.0.0.77' }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.77' }
        @{ What = 'a source of the other family'; Arguments = @{ DestinationPrefix = '10.9.0.0/16'; NextHop = '10.0.0.254'; Source = 'fd00::1' }; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = 'fd00::1' }
    ) {
        Assert-Refused { New-NetRoute @Arguments -Namespace lab } $Id $Category $Target
    }

    It 'refuses the same route twice, and takes it in another table' {
        $null = New-NetRoute 10.9.0.0/16 -Type Blackhole -Namespace lab
        Assert-Refused { New-NetRoute 10.9.0.0/16 -Type Blackhole -Namespace lab } RouteExists ResourceExists 10.9.0.0/16
        (New-NetRoute 10.9.0.0/16 -Type Blackhole -Table 100 -Namespace lab).Table | Should -Be 100
    }

    It 'makes again what was read, from objects and from JSON' {
        $made = @(
            New-NetRoute 10.9.0.0/16 -Type Prohibit -RouteMetric 7 -Namespace lab
            New-NetRoute fd09::/48 fd00::fe -InterfaceAlias eth0 -Source fd00::2 -Table 100 -Namespace lab
            New-NetRoute default 10.0.0.254 -Namespace lab
        )
        $before = Get-RouteText lab
        $made | Remove-NetRoute
        Get-RouteText lab | Should -BeNullOrEmpty
        $made | New-NetRoute | Should -Be $made
        $json = $made | ConvertTo-Json
        $json | ConvertFrom-Json | Remove-NetRoute
        Get-RouteText lab | Should -BeNullOrEmpty
        $json | ConvertFrom-Json | New-NetRoute | Should -Be $made
        Get-RouteText lab | Should -Be $before
    }
}
