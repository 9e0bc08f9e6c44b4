BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Export-VethLab, as a description' {
    BeforeAll {
        function Get-Facts([string[]] $Spaces) {
            # What iproute2 sees of a lab; what the kernel numbers by itself is left out.
            foreach ($space in $Spaces) {
                & ip -n $space -o link | sed -E 's/^[0-9]+: //; s/@[^:]+//; s/<[A-Z,_-]+>//; s/ link\/ether.*//; s/ state [A-Z]+//' | sort
                & ip -n $space -o address show scope global | sed -E 's/^[0-9]+: //'
                & ip -n $space route; & ip -n $space -6 route | grep -v fe80
            }
        }
    }
    AfterEach { Get-VethLab | Remove-VethLab }
    AfterAll { Remove-NamespacesExcept $others }

    It 'writes <file> as <format>, of which New-VethLab makes the same lab' -ForEach @(
        foreach ($file in 'tutorial.psd1', 'two-bridges.psd1', 'dual-stack.psd1', 'chain.json', 'campus.yaml') {
            foreach ($format in 'Psd1', 'Json', 'Yaml') { @{ file = $file; format = $format } }
        }) {
        $lab = New-VethLab -Path "$examples/$file"
        $written = "$TestDrive/$($lab.Name).$($format.ToLowerInvariant())"
        Export-VethLab $lab $written -Force
        $before = Get-Facts (@($lab.Namespaces) + $lab.Name)
        Remove-VethLab $lab
        $again = New-VethLab -Path $written
        Get-Facts (@($again.Namespaces) + $again.Name) | Should -Be $before
        ("$(Export-VethLab $again -As $format)").TrimEnd() | Should -BeExactly ([System.IO.File]::ReadAllText($written).TrimEnd())
        "$($again.Reachability | Sort-Object)" | Should -BeExactly "$($lab.Reachability | Sort-Object)"
        "$($again.Masquerade)" | Should -BeExactly "$($lab.Masquerade)"
    }

    It 'quotes what <format> needs quoted' -ForEach @(@{ format = 'Psd1' }, @{ format = 'Json' }, @{ format = 'Yaml' }) {
        $names = "it's", 'a "b" \ $c', 'no', '007', '- x', 'x # y', 'a, b: {c}', "typo$([char] 0x2019)graphic", '&name', '$(1)'
        $null = New-VethLab odd @{ namespaces = $names; links = @(foreach ($name in $names[1..9]) { @{ ends = @{ node = $names[0] }, @{ node = $name } } }) }
        Export-VethLab odd "$TestDrive/odd.$($format.ToLowerInvariant())"
        Remove-VethLab odd
        $again = New-VethLab -Path "$TestDrive/odd.$($format.ToLowerInvariant())"
        $again.Namespaces | Sort-Object | Should -Be ($names | Sort-Object)
        $again.Links | Should -HaveCount 9
    }

    It 'writes what is so now, not what was asked for' {
        $null = New-VethLab demo -Subnet 10.0.0.0/24
        & ip -n ns01 link set eth0 mtu 1300
        & ip -n ns01 address add 10.9.9.9/32 dev lo
        & ip -n ns02 route del default
        $text = Export-VethLab demo -As Yaml
        $text | Should -Match 'ns01: \{ addresses: 10.9.9.9/32 \}'
        $text | Should -Match 'node: ns01, mtu: 1300'
        $text | Should -Match '\{ node: ns02, gateway: \[\] \}' -Because 'its default route is gone'
    }

    It 'is as short as people write' {
        $null = New-VethLab star -Subnet 10.5.0.0/24 -Count 12 -NamespacePrefix s -Masquerade
        $text = Export-VethLab star -As Psd1
        $text.TrimEnd() | Should -BeExactly @"
@{
    name = 'star'
    bridges = @{
        br01 = @{ subnet = '10.5.0.0/24'; count = 12; prefix = 's' }
    }
    masquerade = `$true
}
"@.ReplaceLineEndings("`n")
    }

    It 'has a file of another lab made under another name' {
        $null = New-VethLab one -Subnet 10.5.0.0/24 -NamespacePrefix one -Masquerade
        Export-VethLab one "$TestDrive/one.json"
        Remove-VethLab one
        $other = New-VethLab other -Path "$TestDrive/one.json"
        $other.Uplink.PeerName | Should -Match '^vl-' -Because 'a name that follows from the lab is not written'
        (Export-VethLab other -As Json) -replace '"other"', '"one"' | Should -BeExactly ([System.IO.File]::ReadAllText("$TestDrive/one.json"))
    }
}
