BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Show-VethLab' {
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }

    It 'draws the tutorial as its author drew it' {
        New-NetNamespace machine | Out-Null
        $drawing = Invoke-NetNamespace machine { New-VethLab -Path "$examples/tutorial.psd1" -Placement Host | Show-VethLab -Width 100 }
        $drawing | Should -BeExactly (@'
             ┌────────────────────────────┐
             │ host machine               │
             │ masquerade 192.168.88.0/24 │
             └─────────────┬──────────────┘
                           │
          ┌────────────────┴─────────────────┐
          │ bridge br01 192.168.88.1/24      │
          └──┬────────────────────────────┬──┘
         br-veth01                    br-veth02
             │                            │
┌────────────┴────────────┐  ┌────────────┴────────────┐
│ ns01                    │  │ ns02                    │
│ veth01 192.168.88.11/24 │  │ veth02 192.168.88.12/24 │
└─────────────────────────┘  └─────────────────────────┘
'@ -replace "`r")
        Invoke-NetNamespace machine { Remove-VethLab tutorial }
    }

    It 'shows the uplink, and the way out of the machine that masquerades' {
        New-Internet
        $drawing = Invoke-NetNamespace machine { New-VethLab demo -Subnet 10.0.0.0/24 -Masquerade | Show-VethLab -Width 100 }
        $drawing | Should -Match '(?s)host machine.*ens160 10\.10\.12\.27/24.*masquerade 10\.0\.0\.0/24.*lab demo.*uplink 198\.18\.\d+\.\d+/30.*bridge br01 10\.0\.0\.1/24.*ns01'
        Invoke-NetNamespace machine { Remove-VethLab demo }
    }

    It 'draws a link that was set down a moment ago as down, at both ends' {
        $lab = New-VethLab -Path "$examples/chain.json"
        $lab | Show-VethLab -Width 100 | Should -Not -Match 'down|carrier|┊'
        & ip -n bob link set eth0 down
        $lab | Show-VethLab -Width 100 | Should -Match '(?s)eth1 \(no carrier\) 10\.1\.2\.1/30.*┊.*eth0 \(down\) 10\.1\.2\.2/30'
    }

    It 'puts routers and bridges on layers, and says which links close a circle' {
        $drawing = New-VethLab -Path "$examples/two-bridges.psd1" | Show-VethLab -Width 100
        $drawing | Should -Match '(?s)router router.*left +right.*veth01 +veth02.*bridge left +│ +│ bridge right.*l1 .*l2 .*r1 .*r2 '
        $ring = New-VethLab ring @{ namespaces = 'n1', 'n2', 'n3', 'n4'; links = @{ ends = 'n1', 'n2' }, @{ ends = 'n2', 'n3' }, @{ ends = 'n3', 'n4' }, @{ ends = 'n4', 'n1' } } | Show-VethLab -Width 100
        $ring | Should -Match '(?m)^also linked:\n  n3 eth1 ── eth0 n4$'
    }

    It 'fits <Columns> columns with <Count> namespaces and leaves nobody out' -ForEach @(
        foreach ($columns in 40, 60, 80, 132) { foreach ($count in 2, 10, 100) { @{ Columns = $columns; Count = $count } } }
    ) {
        $lines = (New-VethLab demo -Subnet 10.0.0.0/16, fd00::/64 -Count $Count | Show-VethLab -Width $Columns).Split("`n")
        ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $Columns
        foreach ($n in 1..$Count) { @($lines -match "\bns0*$n\b") | Should -HaveCount 1 }
    }

    It 'draws in ASCII where it shall' {
        $drawing = New-VethLab 'demo' @{ bridges = @{ br01 = @{ subnet = '10.0.0.0/24' } }; namespaces = 'é', 'b'; links = @{ ends = 'é', 'br01' }, @{ ends = 'b', 'br01' } } | Show-VethLab -Ascii -Width 80
        $drawing | Should -Not -Match '[^\x20-\x7e\n]'
        $drawing | Should -Match '\+-+\+'
        $drawing | Should -Match '\\xe9'
    }

    It 'draws in ASCII where the console has nothing else' {
        New-VethLab demo -Subnet 10.0.0.0/24 | Out-Null
        $before = [Console]::OutputEncoding
        [Console]::OutputEncoding = [System.Text.Encoding]::Latin1
        try { Show-VethLab demo | Should -Not -Match '[^\x20-\x7e\n]' } finally { [Console]::OutputEncoding = $before }
        Show-VethLab demo | Should -Match '┌'
    }

    It 'shows names that would play tricks with a terminal' {
        $name = "a`e[31m$([char] 0x202e)b`n<"
        New-VethLab demo @{ namespaces = $name, 'b'; links = @(, @{ ends = @(@{ node = $name; interface = "e`e[2J" }, 'b') }) } | Out-Null
        $drawing = Show-VethLab demo -Width 100
        $drawing | Should -Not -Match '[\x00-\x09\x0b-\x1f\u202e]'
        $drawing.Contains('a\x1b[31m\u202eb\x0a<') | Should -BeTrue
        $drawing.Contains('e\x1b[2J') | Should -BeTrue
    }

    It 'draws what nothing joins, and a lab with nothing in it' {
        New-VethLab demo @{ namespaces = 'a', 'b' } | Show-VethLab | Should -Match '│ a │ +│ b │'
        New-VethLab empty @{ } | Show-VethLab | Should -BeExactly 'empty: nothing in it'
    }

    It 'leaves nothing open' {
        New-VethLab demo -Subnet 10.0.0.0/24 | Show-VethLab | Out-Null
        $descriptors = [System.IO.Directory]::GetFiles('/proc/self/fd').Count
        foreach ($i in 1..5) { Show-VethLab demo | Out-Null }
        [System.IO.Directory]::GetFiles('/proc/self/fd').Count | Should -BeLessThan ($descriptors + 3)
    }

    It 'refuses a lab that is not there' { Assert-Refused { Show-VethLab none } -Id LabNotFound -Category ObjectNotFound -Target none }
}
