BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'New-VethLab' {
    # Two witnesses: iproute2 and nft, and our own, which also sees mounts, files, and the namespaces that others made.
    BeforeEach { $before = Get-HereState; $baseline = Get-VethLabBaseline }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
        Compare-VethLabBaseline $baseline | Should -BeNullOrEmpty
    }

    It 'makes the tutorial''s star from parameters, marked, and returns what was made' {
        $lab = New-VethLab demo -Subnet 192.168.88.0/24 -Count 2
        Get-NamespaceNames | Should -Be (@($others) + 'demo', 'ns01', 'ns02' | Sort-Object)
        $lab.Name, "$($lab.Placement)", "$($lab.Namespaces)", "$($lab.Bridges)", "$($lab.Subnets)" | Should -BeExactly 'demo', 'Namespace', 'ns01 ns02', 'br01', '192.168.88.0/24'
        Get-IPAddressText demo br01 | Should -Be 192.168.88.1/24
        Get-IPAddressText ns02 eth0 | Should -Be 192.168.88.3/24
        (& ip -n ns01 -j route | ConvertFrom-Json | Where-Object dst -EQ default).gateway | Should -Be 192.168.88.1
        foreach ($link in @(Get-IPLink demo) + @(Get-IPLink ns01) + @(Get-IPLink ns02)) {
            $link.ifalias | Should -BeExactly vethlab:demo
            [uint] $link.group | Should -Be 1459434904
            $link.flags | Should -Contain UP
        }
        (Get-IPLink demo veth01).master | Should -Be br01
        & ip netns exec ns01 ping -c 1 -W 2 192.168.88.3 | Out-Null
        $LASTEXITCODE | Should -Be 0
        # Nothing of it is here.
        Remove-VethLab demo
        Get-HereState | Should -Be $before
    }

    It 'leaves what is here as it was but for names, with a placement of its own' {
        New-VethLab demo -Subnet 192.168.88.0/24 | Out-Null
        (Get-HereState) -replace '(?m)^(demo|ns01|ns02)\n' | Should -Be $before
    }

    It 'does not give its namespaces the name servers that others of their names have left' {
        New-NetNamespace ns01 -DnsServer 10.0.0.53 | Out-Null
        ip netns delete ns01
        [System.IO.File]::Exists('/etc/netns/ns01/resolv.conf') | Should -BeTrue
        New-VethLab demo -Subnet 10.0.0.0/24 | Out-Null
        (Get-NetNamespace ns01).DnsServer | Should -BeNullOrEmpty
        [System.IO.Directory]::Exists('/etc/netns/ns01') | Should -BeFalse
    }

    It 'gives IPv6 addresses to links that are up: the kernel can lose those that were there before' -Skip:(-not (Get-Command strace -CommandType Application -ErrorAction Ignore)) {
        $process = Start-Words (@('strace', '-f', '-qq', '-xx', '-s', '64', '-e', 'trace=sendto', '-e', 'signal=none', '-o', "$TestDrive/requests") + (Get-ShellWords '$null = New-VethLab demo -Subnet 10.0.0.0/24, fd00::/64 -Count 1'))
        $process.WaitForExit()
        $process.Dispose()
        # Of sockets elsewhere strace tells the type alone, 0x10 for a link and 0x14 for an address, and the bytes: index 0 and then IFF_UP; AF_INET6.
        $up = @{}
        $found = foreach ($line in [System.IO.File]::ReadAllLines("$TestDrive/requests")) {
            $socket = [regex]::Match($line, 'sendto\((\d+)').Groups[1].Value
            foreach ($request in [regex]::Matches($line, 'nlmsg_type=(0x1[04])\b.*?\}, "(.+?)"')) {
                $type, $bytes = $request.Groups[1].Value, $request.Groups[2].Value.Replace('\x', '')
                if ($type -eq '0x10' -and $bytes.StartsWith('0000000000000000' + '01000000' + '01000000')) { $up[$socket] = $true }
                if ($type -eq '0x14' -and $bytes.StartsWith('0a40')) { "$($up[$socket])" }
            }
        }
        $found | Should -Be 'True', 'True'
        Get-IPAddressText ns01 eth0 | Should -Contain fd00::2/64
        Get-IPAddressText demo br01 | Should -Contain fd00::1/64
    }

    It 'brings a bridge up after everything behind its ports, and one of many ports snoops only then: both save seconds' {
        $steps = @(New-VethLab demo -Subnet 10.0.0.0/24, fd00::/64 -Count 80 -WhatIf)
        $steps[-1].Action | Should -BeExactly 'Bring up'
        $steps[-1].Command | Should -BeLike 'ip -n demo link set br01 up && ip -n demo link set br01 type bridge mcast_snooping 1 && *fd00::1/64*'
        $steps.Where({ $_.Target -ceq 'br01' })[0].Command | Should -BeLike '*link add br01 *type bridge mcast_snooping 0 *'
    }

    It 'is the same with many namespaces, which two threads make: complete, in order, no router, and the bridge snoops' {
        $lab = New-VethLab demo -Subnet 10.0.0.0/24 -Count 80
        "$($lab.Namespaces)" | Should -BeExactly "$(1..80 | ForEach-Object { 'ns{0:00}' -f $_ })"
        $lab.Links.Count | Should -Be 80
        "$((Get-VethLab demo).Links)" | Should -BeExactly "$($lab.Links)"
        & ip -n demo -d link show br01 | Out-String | Should -Match 'br01: <[^>]*\bUP\b(.|\n)*mcast_snooping 1 '
        foreach ($number in 1, 41, 80) {
            $name = 'ns{0:00}' -f $number
            Get-IPAddressText $name eth0 | Should -Be "10.0.0.$($number + 1)/24"
            & ip netns exec $name sysctl -n net.ipv4.ip_forward | Should -Be 0
        }
        & ip netns exec ns80 ping -c 1 -W 2 10.0.0.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'tells that its links are up, which the kernel says a moment later; ends of a pair have no index in common, which would make it a second' {
        $chain = @{ namespaces = @{ a = @{}; b = @{}; c = @{} }; links = @{ ends = 'a', 'b' }, @{ ends = 'b', 'c' } }
        foreach ($try in 1..10) {
            $made = @((New-VethLab star -Subnet 10.0.0.0/24 -Count 4), (New-VethLab both -Placement Host -NamespacePrefix both -Subnet 10.1.0.0/24, fd00::/64 -Count 4), (New-VethLab chain -Description $chain))
            $links = $made.Links
            $links | Should -HaveCount 10
            @($links.Interface) + @($links.Peer) | ForEach-Object { "$($_.State)" } | Sort-Object -Unique | Should -Be Up
            $made[2].Links | ForEach-Object { $_.Interface.Index | Should -Not -Be $_.Peer.Index }
            (Get-IPLink a).operstate | Should -Contain UP
            $made | Remove-VethLab
        }
    }

    It 'returns of a lab with IPv6, of which it reads most before the bridge is up, what Get-VethLab reads then' -ForEach Host, Namespace {
        $made = New-VethLab star -Placement $_ -Subnet 10.0.0.0/24, fd00::/64 -Count 9
        $read = Get-VethLab star
        foreach ($lab in $made, $read) {
            "$($lab.Bridges[0].IPAddress -notlike 'fe80*')" | Should -BeExactly '10.0.0.1/24 fd00::1/64'
            $lab.Bridges[0].Ports | Should -HaveCount 9
            $lab.Links.Peer.PortState | Sort-Object -Unique | Should -Be Forwarding
        }
        foreach ($of in 'Interface', 'Peer') {
            # All that there is to an end but its link-local address, which it gets in its own time, and the packets that it has seen by then.
            $fields = @($made.Links[0].$of.PSObject.Properties.Name -notmatch 'Address|Counters') + 'MacAddress' + @{ Name = 'Addresses'; Expression = { @($_.IPAddress) -notlike 'fe80*' } }
            $fields.Count | Should -BeGreaterThan 19
            $made.Links.$of | Select-Object $fields | ConvertTo-Json -Depth 3 | Should -BeExactly ($read.Links.$of | Select-Object $fields | ConvertTo-Json -Depth 3)
        }
    }

    It 'takes a number, a prefix and several subnets' {
        New-VethLab demo -Subnet 10.0.0.0/24, fd00::/64 -Count 3 -NamespacePrefix web | Out-Null
        Get-NamespaceNames | Should -Be (@($others) + 'demo', 'web01', 'web02', 'web03' | Sort-Object)
        Get-IPAddressText web03 eth0 | Should -Be '10.0.0.4/24', 'fd00::4/64'
        & ip netns exec web01 ping -c 1 -W 2 fd00::4 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'lets the lab out with -Masquerade, placement <_>' -ForEach Namespace, Host {
        New-Internet
        $placement = $_
        Invoke-NetNamespace machine { New-VethLab demo -Subnet 192.168.88.0/24 -Masquerade -Placement $placement | Out-Null }
        & ip netns exec ns02 ping -c 1 -W 2 114.114.114.114 | Out-Null
        $LASTEXITCODE | Should -Be 0
        # What the internet saw came from the machine's own address.
        (& ip -n internet -j neigh | ConvertFrom-Json).dst | Should -Be 10.10.12.27
        (Invoke-NetNamespace machine { Get-Masquerade }).Table | Should -Be 'ip vethlab-demo'
        if ($placement -eq 'Host') { (Get-IPLink machine br01).ifalias | Should -BeExactly vethlab:demo }
        else { (Get-IPLink machine).ifname | Should -Be 'lo', 'ens160', 'vl-fd3598' }
        # The machine reaches the lab too.
        & ip netns exec machine ping -c 1 -W 2 192.168.88.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'lets the lab out where Docker''s FORWARD chain drops, and takes its rules back' {
        New-Internet
        & ip netns exec machine iptables -P FORWARD DROP
        $rules = & ip netns exec machine iptables -S
        Invoke-NetNamespace machine { New-VethLab demo -Subnet 192.168.88.0/24 -Masquerade | Out-Null }
        & ip netns exec ns01 ping -c 1 -W 2 114.114.114.114 | Out-Null
        $LASTEXITCODE | Should -Be 0
        & ip netns exec machine iptables -S FORWARD | Should -HaveCount 3
        Invoke-NetNamespace machine { Remove-VethLab demo }
        & ip netns exec machine iptables -S | Should -Be $rules
    }

    It 'emits the plan with -WhatIf, whose commands do the same, and does nothing' {
        $steps = New-VethLab demo -Subnet 192.168.88.0/24 -Masquerade -WhatIf
        Get-HereState | Should -Be $before
        $steps[0].PSTypeNames | Should -Contain 'VethLab.Networks.Labs.Plans.LabStep'
        $steps.Order | Should -Be (1..$steps.Count)
        "$($steps[0])", $steps[0].Namespace | Should -BeExactly '1. Create namespace demo', 'demo'
        New-VethLab demo -Subnet 192.168.88.0/24 -Masquerade | Out-Null
        $made = (Get-HereState) + (Get-NetworkPicture)
        Remove-VethLab demo
        foreach ($step in $steps) {
            & sh -c $step.Command | Out-Null
            $LASTEXITCODE | Should -Be 0 -Because $step.Command
        }
        # New links get new addresses; /run/netns and the kernel's lists have other orders.
        $clean = { param($text) ($text -replace '(?m)^\d+: |@if\d+|link-netns(id)? \S+' -replace '([0-9a-f]{2}:){5}[0-9a-f]{2}' -split "`n" | Sort-Object) -join "`n" }
        & $clean ((Get-HereState) + (Get-NetworkPicture)) | Should -Be (& $clean $made)
    }

    It 'takes a hashtable, an object, and a script block that returns one' {
        (New-VethLab one @{ namespaces = 'a' }).Namespaces | Should -Be a
        (New-VethLab -Description @{ name = 'two'; namespaces = 'b' }).Name | Should -Be two
        (New-VethLab three { @{ namespaces = foreach ($n in 1..3) { "c$n" } } }).Namespaces | Should -Be c1, c2, c3
        ('{ "name": "four", "namespaces": [ "d" ] }' | ConvertFrom-Json | New-VethLab).Namespaces | Should -Be d
        (Get-VethLab).Name | Should -Be four, one, three, two
    }

    It 'takes files, several from the pipeline, and says -Name in place of theirs' {
        $psd1 = New-File a.psd1 "@{ name = 'a'; namespaces = @('aa'; 'ab') }"
        $json = New-File b.json '{ "name": "b", "namespaces": { "ba": { "addresses": "192.0.2.1/32" } } }'
        ([System.IO.FileInfo[]] ($psd1, $json) | New-VethLab).Name | Should -Be a, b
        Get-IPAddressText ba lo | Should -Be 192.0.2.1/32
        Remove-VethLab a
        (New-VethLab other -Path $psd1).Name | Should -Be other
    }

    It 'makes the same of a .psd1 and of the JSON that it converts to' {
        foreach ($name in 'tutorial', 'two-bridges', 'dual-stack') {
            $data = Import-PowerShellDataFile "$examples/$name.psd1"
            $json = New-File "$name.json" ($data | ConvertTo-Json -Depth 10)
            $blank = { $_.Command -replace '([0-9a-f]{2}:){5}[0-9a-f]{2}' }
            # Hashtables have no order.
            New-VethLab -Path $json -WhatIf | ForEach-Object $blank | Sort-Object | Should -Be (New-VethLab -Path "$examples/$name.psd1" -WhatIf | ForEach-Object $blank | Sort-Object)
        }
    }

    Context 'refuses' {
        It 'everything that is wrong with a .psd1 at once, with file, line and path, and runs nothing of it' {
            $file = New-File bad.psd1 @'
@{
    name       = 'bad'
    bridgs     = @{ }
    namespaces = @{
        ns01 = @{ addresses = '10.0.0.1/24', '10.0.0.2' }
        ns02 = @{ forwarding = (New-NetNamespace evil) }
        ns03 = @{ routes = @{ destination = 'default'; nextHop = '10.9.9.9' } }
    }
    links      = @(
        @{ ends = 'ns01', 'ns04' }
        @{ ends = "ns0$(1)", 'ns02' }
    )
}
'@
            $errors = @(Get-ErrorsOf { New-VethLab -Path $file })
            $errors.TargetObject.Path | Should -Be 'bridgs', 'namespaces.ns01.addresses[1]', 'namespaces.ns02.forwarding', 'namespaces.ns03.routes', 'links[0].ends[1]', 'links[1].ends[0]'
            $errors.TargetObject.Line | Should -Be 3, 5, 6, 7, 10, 11
            foreach ($record in $errors) { "$record" | Should -BeLike "$file`:*:*: *" }
            Assert-NetError $errors[0] -Id DescriptionInvalid -Category InvalidData -Message "*did you mean 'bridges'*" -Advice '*namespaces*'
            Assert-NetError $errors[1] -Id InvalidPrefixLength -Category InvalidArgument
            Get-HereState | Should -Be $before
        }

        It 'a .psd1 that is no hashtable: <Text>' -ForEach @(
            @{ Text = 'Get-Date' }
            @{ Text = "@{ name = 'x' }; @{ name = 'y' }" }
            @{ Text = "param(`$x) @{ name = 'x' }" }
            @{ Text = "@{ name = 'x' } | New-VethLab" }
            @{ Text = "@{ name = 'x'" }
            @{ Text = '' }
        ) {
            $file = New-File wrong.psd1 $Text
            $errors = @(Get-ErrorsOf { New-VethLab -Path $file })
            $errors.Count | Should -BeGreaterThan 0
            Assert-NetError $errors[0] -Id DescriptionInvalid -Category InvalidData -Message "$file*"
            Get-HereState | Should -Be $before
        }

        It 'JSON with a mistake, by its line' {
            $file = New-File wrong.json "{`n  `"name`": `"x`",`n  `"namespaces`": [ `"a`" `"b`" ]`n}"
            Assert-Refused { New-VethLab -Path $file } -Id DescriptionInvalid -Category InvalidData -Message "$file`:3:*namespaces*"
        }

        It 'a file that is not there, and one of another kind' {
            Assert-Refused { New-VethLab -Path "$TestDrive/none.psd1" } -Id DescriptionInvalid -Category InvalidData -Message '*none.psd1*'
            $file = New-File lab.txt 'name: x'
            Assert-Refused { New-VethLab -Path $file } -Id DescriptionInvalid -Category InvalidData -Message "*'.txt'*"
        }

        It 'a script block that returns more than one thing' {
            Assert-Refused { New-VethLab x { 1; @{ name = 'x' } } } -Id DescriptionInvalid -Category InvalidData -Message '*2 objects*'
        }

        It 'parameters, by their names: <Id>' -ForEach @(
            @{ With = @{ Name = 'a b'; Subnet = '10.0.0.0/24' }; Id = 'InvalidName'; Says = "-Name: 'a b'*" }
            @{ With = @{ Name = 'a'; Subnet = '10.0.0.1/24' }; Id = 'InvalidPrefixLength'; Says = '-Subnet: *10.0.0.0/24*' }
            @{ With = @{ Name = 'a'; Subnet = '10.0.0.0/30'; Count = 3 }; Id = 'InvalidPrefixLength'; Says = '-Subnet: *no address left for ns02*' }
            @{ With = @{ Name = 'a'; Subnet = '10.0.0.0/24'; Count = -1 }; Id = 'DescriptionInvalid'; Says = '-Count: -1*' }
            @{ With = @{ Name = 'a'; Subnet = '10.0.0.0/24'; NamespacePrefix = 'x/' }; Id = 'InvalidName'; Says = "-Count: 'x/01'*" }
        ) {
            $errors = @(Get-ErrorsOf { New-VethLab @With })
            $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$($errors[0])" | Should -BeLike $Says
            Get-HereState | Should -Be $before
        }

        It 'another placement of a lab that is there, a namespace and an interface that are taken, and says whose they are' {
            New-VethLab demo -Subnet 10.0.0.0/24 | Out-Null
            Assert-Refused { New-VethLab demo -Subnet 10.0.0.0/24 -Placement Host } -Id LabExists -Category ResourceExists -Target demo -Advice '*Remove-VethLab demo*'
            Assert-Refused { New-VethLab other -Subnet 10.1.0.0/24 -Count 1 } -Id NamespaceExists -Category ResourceExists -Message "-Count: *'ns01'*in the lab demo*" -Advice '*Remove-VethLab demo*'
            Assert-Refused { New-NetBridge br01 -Namespace demo } -Id InterfaceExists -Category ResourceExists -Target br01 -Message '*a bridge of the lab demo.' -Advice '*Remove-VethLab demo*'
            New-NetNamespace machine | Out-Null
            & ip -n machine link add br01 type bridge
            Assert-Refused { Invoke-NetNamespace machine { New-VethLab other -Subnet 10.1.0.0/24 -NamespacePrefix x -Placement Host } } -Id InterfaceExists -Category ResourceExists -Message "br01: *'br01'*"
        }

        It 'to masquerade a network that is known here already' {
            New-Internet
            Assert-Refused { Invoke-NetNamespace machine { New-VethLab demo -Subnet 10.10.0.0/16 -Masquerade } } -Id RouteExists -Category ResourceExists -Message '-Subnet: 10.10.0.0/16 *10.10.12.0/24*'
        }

        It 'everything that is in the way here, at once, each with its id and its place' {
            New-NetNamespace machine, ns02, demo | Out-Null
            & ip -n machine link add br02 type bridge
            & ip -n machine link add near type bridge
            & ip -n machine address add 10.9.0.1/16 dev near
            & ip -n machine link set near up
            $file = New-File demo.psd1 @'
@{
    name       = 'demo'
    bridges    = @{ br01 = @{ subnet = '10.9.1.0/24', '10.8.0.0/24' } }
    namespaces = @{
        ns01 = @{ }
        ns02 = @{ }
    }
    links      = @{ ends = 'ns01', 'br01' },
        @{ ends = 'ns02', 'here:near' }
    uplink     = @{ interface = 'br02'; network = '10.9.9.0/30' }
}
'@
            $errors = @(Get-ErrorsOf { Invoke-NetNamespace machine { New-VethLab -Path $file } })
            ($errors | ForEach-Object { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.TargetObject.Line) $($_.TargetObject.Path)" }) | Should -Be @(
                'NamespaceExists 2 name', 'RouteExists 3 bridges.br01.subnet[0]', 'NamespaceExists 6 namespaces.ns02', 'InterfaceExists 9 links[1].ends[1]'
                'InterfaceExists 10 uplink', 'RouteExists 10 uplink')
            foreach ($record in $errors) { Assert-NetError $record -Id * -Category ResourceExists -Message "$file`:*:*: *" }
            # Nothing of it was made.
            Get-NamespaceNames | Should -Be (@($others) + 'demo', 'machine', 'ns02' | Sort-Object)

            $errors = @(Get-ErrorsOf { Invoke-NetNamespace machine { New-VethLab host @{ placement = 'Host'; bridges = 'br02'; sysctls = @{ 'net.ipv4.no_such' = 1; 'net.ipv4.conf.all.log_martians' = 1 } } } })
            ($errors | ForEach-Object { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.TargetObject.Path)" } | Sort-Object) | Should -Be 'InterfaceExists bridges', "InvalidName sysctls['net.ipv4.no_such']"
        }

        It 'a sysctl that another lab has set here' {
            New-NetNamespace machine | Out-Null
            Invoke-NetNamespace machine { New-VethLab one @{ placement = 'Host'; sysctls = @{ 'net.ipv4.conf.all.log_martians' = 1 } } | Out-Null }
            Assert-Refused { Invoke-NetNamespace machine { New-VethLab two @{ placement = 'Host'; sysctls = @{ 'net.ipv4.conf.all.log_martians' = 0 } } } } -Id Busy -Category ResourceBusy -Message '*set for one already*'
        }
    }

    It 'undoes everything when the last step fails, and says what' {
        Assert-Refused { New-VethLab demo @{ bridges = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 2 } }; masquerade = $true; sysctls = @{ 'net.ipv4.no_such' = 1 } } } -Id InvalidValue -Category InvalidArgument -Message '*Undone: *ip netns add ns01*'
        Get-HereState | Should -Be $before
    }

    It 'undoes everything on Ctrl+C, when <_> namespaces are made, and says so' -ForEach 3, 400 {
        $process = Start-Shell "[Console]::WriteLine('ready'); New-VethLab demo -Subnet 10.0.0.0/16 -Count 900 -Masquerade | Out-Null"
        try {
            Wait-Until { [System.IO.Directory]::GetFiles('/run/netns').Count -ge $_ } 30 | Should -BeTrue
            Stop-Shell $process 60 | Should -BeLessThan 60
            $said = $process.StandardOutput.ReadToEnd()
        }
        finally { $process.Dispose() }
        Get-NamespaceNames | Should -Be $others
        $said | Should -Match 'was stopped\. Undone: '
    }

    It 'asks with -Confirm, and tells steps with -Verbose' {
        $said = New-VethLab demo -Subnet 10.0.0.0/24 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }
        @($said -like 'ip netns add ns0*').Count | Should -Be 2
        @($said -like 'ip -n demo link add veth0*master br01*type veth peer name eth0*').Count | Should -Be 2
        (Get-Command New-VethLab).Parameters.Keys | Should -Contain Confirm
    }
}
