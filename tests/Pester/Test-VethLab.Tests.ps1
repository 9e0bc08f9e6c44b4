BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Test-VethLab' {
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }

    It 'pings everybody from everybody, in both families' {
        $results = New-VethLab demo -Subnet 10.0.0.0/24, fd00::/64 -Count 3 | Test-VethLab
        $results | Should -HaveCount 12
        "$($results[0].Name)", $results[0].Address, $results[0].Lab | Should -Be 'ns01 -> ns02', 10.0.0.3, demo
        foreach ($result in $results) {
            $result.IsReachable, $result.IsExpected, $result.IsAsExpected | Should -Be $true, $true, $true
            $result.RoundTripTime | Should -BeGreaterThan 0
        }
        Test-VethLab demo -Quiet | Should -BeTrue
    }

    It 'tests what a description expects, also that some are not reached' {
        $results = New-VethLab -Path "$examples/chain.json" | Test-VethLab
        $results | Should -HaveCount 9
        @($results | Where-Object IsExpected).IsReachable | Should -Be (@($true) * 5)
        @($results | Where-Object { -not $_.IsExpected }).IsReachable | Should -Be (@($false) * 4)
        Test-VethLab chain -Quiet | Should -BeTrue
    }

    It 'tells what is not as expected: a cut cable, an open door' {
        New-VethLab -Path "$examples/chain.json" | Out-Null
        & ip -n bob link set eth0 down
        & ip -n eve route add 10.1.1.0/30 via 10.1.3.1
        & ip -n alice route add 10.1.3.0/30 via 10.1.1.1
        $wrong = Test-VethLab chain -TimeoutSeconds 0.3 | Where-Object { -not $_.IsAsExpected }
        $wrong.Name | Sort-Object | Should -Be 'alice -> bob', 'alice -> eve', 'bob -> alice', 'bob -> relay', 'eve -> alice'
        ($wrong | Where-Object Name -EQ 'alice -> eve').IsReachable | Should -BeTrue
        Test-VethLab chain -TimeoutSeconds 0.3 -Quiet | Should -BeFalse
        $matrix = Test-VethLab chain -TimeoutSeconds 0.3 -Matrix
        $matrix.IsAsExpected, $matrix.Unexpected.Count | Should -Be $false, 5
        $matrix.Lines[1..4] | Should -BeExactly 'alice \     !   ?   +', 'bob   !     \   -   !', 'eve   ?     -   \   +', 'relay .     .   .   \'
    }

    It 'draws a matrix that fits 100 columns' {
        $text = New-VethLab demo -Subnet 10.0.0.0/24 -Count 12 | Test-VethLab -Matrix | Out-String -Width 100
        $text | Should -Match '(?m)^ns01 \\    \+ '
        $text | Should -Match '132 tested, all as expected\.'
        $text.Split("`n") | ForEach-Object { $_.TrimEnd().Length } | Sort-Object | Select-Object -Last 1 | Should -BeLessThan 101
    }

    It 'pings all pairs of a star of a hundred, whatever room the kernel has for neighbours' {
        $results = New-VethLab -Path "$examples/star-100.psd1" | Test-VethLab
        $results | Should -HaveCount 9900
        @($results | Where-Object { -not $_.IsReachable }).Count | Should -Be 0
    }

    It 'needs no rounds where everybody is known already, and forgets nobody then' {
        $lab = New-VethLab demo -Subnet 10.0.0.0/24 -Count 45
        $rounds = { @(Test-VethLab demo -Verbose 4>&1 | Where-Object { "$_" -like '*sent in rounds*' }).Count }
        & $rounds | Should -Be 1
        $ends = Get-NetInterface eth0 -Namespace $lab.Namespaces
        foreach ($end in $ends) { $ends | Where-Object Namespace -NE $end.Namespace | ForEach-Object { New-NetNeighbor $_.IPAddress[0].Split('/')[0] $_.MacAddress $end } | Out-Null }
        & $rounds | Should -Be 0
        Test-VethLab demo -Quiet | Should -BeTrue
        foreach ($end in $ends) { @(Get-NetNeighbor -Namespace $end.Namespace | Where-Object State -EQ Permanent).Count | Should -Be 44 }
    }

    It 'is not deceived by others who fill the table of neighbours at the same time, and finds what is cut all the same' {
        New-VethLab one -Subnet 10.1.0.0/16 -Count 60 -NamespacePrefix a | Out-Null
        New-VethLab two -Subnet 10.2.0.0/16 -Count 60 -NamespacePrefix b | Out-Null
        & ip -n a07 link set eth0 down
        $script = "'ready'; `$null = [Console]::In.ReadLine()
            Test-VethLab {0} | Where-Object IsReachable -EQ `$false | ForEach-Object {{ `"`$(`$_.Name) `$(`$_.Status)`" }}"
        $shells = 'one', 'two' | ForEach-Object { Start-Shell ($script -f $_) }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        foreach ($shell in $shells) { $shell.StandardInput.WriteLine() }
        $told = $shells | ForEach-Object { $_.StandardOutput.ReadToEndAsync() }
        $lines = @($told[0].Result.Split("`n") | Where-Object { $_ })
        $told[1].Result.Trim() | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        $lines | Should -HaveCount 118
        $lines | Where-Object { $_ -notmatch '^(a07 -> a\d\d NoRoute|a\d\d -> a07 (HostUnreachable|TimedOut))$' } | Should -BeNullOrEmpty
    }

    It 'says of a namespace without an address that it has none' {
        New-VethLab demo @{ namespaces = 'a', 'b' } | Out-Null
        (Test-VethLab demo).Message | Should -Be 'b has no address', 'a has no address'
        Test-VethLab demo -Quiet | Should -BeFalse
    }

    It 'leaves nothing open' {
        New-VethLab demo -Subnet 10.0.0.0/24 | Test-VethLab | Out-Null
        $descriptors = [System.IO.Directory]::GetFiles('/proc/self/fd').Count
        foreach ($i in 1..5) { Test-VethLab demo | Out-Null }
        [System.IO.Directory]::GetFiles('/proc/self/fd').Count | Should -BeLessThan ($descriptors + 3)
    }

    It 'refuses a lab that is not there' {
        Assert-Refused { Test-VethLab none } -Id LabNotFound -Category ObjectNotFound -Target none
    }

    It 'shows its columns' {
        $table = New-VethLab demo -Subnet 10.0.0.0/24 | Test-VethLab | Format-Table | Out-String -Width 100
        foreach ($word in 'From', 'To', 'Address', 'Status', 'Expected', 'AsExpected', 'Time/ms', 'ns01', 'Success') { $table | Should -Match "(?m)(^|\s)$word(\s|$)" }
    }
}
