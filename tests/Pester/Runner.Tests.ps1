# The runner in tests/Runner, run on fixtures in a process of its own. The name of each of their tests says how it must
# end ("passes: …", "fails: …", "skips: …", "is not run: …"), and so do those of blocks that must fail by themselves.
BeforeDiscovery {
    $fixtures = [System.IO.Directory]::GetFiles("$PSScriptRoot/fixtures", '*.fixture.ps1') | ForEach-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) -replace '\.fixture$' }
    $withTests = $fixtures | Where-Object { $_ -notin 'no-tests', 'discovery-error', 'test-in-file', 'each-in-file', 'late-brace', 'leak' }
    $pwsh = @(Get-Command pwsh -CommandType Application -ErrorAction Ignore)
    $hasPester = $pwsh.Count -and (& $pwsh[0].Path -NoProfile -Command '@(Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 }).Count') -gt 0
}

BeforeAll {
    $fixtureFolder = "$PSScriptRoot/fixtures"
    $allButLeak = ([System.IO.Directory]::GetFiles($fixtureFolder, '*.fixture.ps1') | Where-Object { $_ -notlike '*/leak.fixture.ps1' -and $_ -notlike '*/tags.fixture.ps1' }) -join ':'

    # Starts tests/Invoke-Tests.ps1 in another process and returns its results, one object each; $null if it died.
    function Get-ResultsOf([string] $Engine, [string] $Path, [string[]] $More) {
        $script = "$PSScriptRoot/../Invoke-Tests.ps1"
        $file = "$TestDrive/$([guid]::NewGuid())"
        $arguments = @('-ResultPath', $file, '-Engine', $Engine, '-Path', $Path) + $More
        $pwsh = if ([System.Environment]::ProcessPath -like '*/pwsh') { [System.Environment]::ProcessPath } elseif ($Engine -eq 'Pester') { 'pwsh' }
        $null = if ($pwsh) { & $pwsh -NoProfile -NonInteractive -File $script @arguments 2>&1 }
        else { & "$PSScriptRoot/../../vethlab" $script @arguments 2>&1 }
        if (-not [System.IO.File]::Exists($file)) { return }
        foreach ($line in [System.IO.File]::ReadAllLines($file)) {
            if ($line -eq 'end') { continue }
            $result, $testFile, $name, $message = $line.Split("`t")
            [pscustomobject]@{ Result = $result; Fixture = [System.IO.Path]::GetFileName($testFile) -replace '\.fixture\.ps1$'; Name = $name; Message = $message }
        }
    }

    function Get-TextsOf($Results) { @($Results | ForEach-Object { "$($_.Fixture): $($_.Result) $($_.Name)" } | Sort-Texts) }
    filter Sort-Texts { begin { $texts = [System.Collections.Generic.List[string]]::new() } process { $texts.Add($_) } end { $texts.Sort([System.StringComparer]::Ordinal); $texts } }

    $tagArguments = '-Tag', 'wanted', '-ExcludeTag', 'unwanted'
    $results = @(Get-ResultsOf Runner $allButLeak) + @(Get-ResultsOf Runner "$fixtureFolder/tags.fixture.ps1" $tagArguments)
    $endings = @{ Passed = 'passes'; Failed = 'fails'; Skipped = 'skips'; NotRun = 'is not run' }
}

Describe 'The test runner' {
    It 'ends every test of fixture <_> as its name says' -ForEach $withTests {
        $fixture = $_
        $tests = @($results | Where-Object { $_.Fixture -eq $fixture -and $_.Name -notlike 'block: *' -and $_.Name -notlike 'file: *' })
        $tests.Count | Should -BeGreaterThan 0
        foreach ($test in $tests) { $test.Name | Should -Match "(^|\.)$($endings[$test.Result]): [^.]*" -Because "it ended as $($test.Result)" }
    }

    It 'has what each failed test said' {
        $failed = @($results | Where-Object Result -EQ Failed)
        $failed.Count | Should -BeGreaterThan 10
        $failed | Where-Object { -not $_.Message } | ForEach-Object Name | Should -BeNullOrEmpty
        ($results | Where-Object Result -EQ Passed).Message | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'has results of tests of fixture <fixture>: <count>' -ForEach @(
        @{ Fixture = 'scopes'; Count = 9 }, @{ Fixture = 'foreach'; Count = 17 }, @{ Fixture = 'skip'; Count = 7 }
        @{ Fixture = 'setups'; Count = 9 }, @{ Fixture = 'tags'; Count = 7 }, @{ Fixture = 'outcomes'; Count = 25 }
    ) {
        @($results | Where-Object { $_.Fixture -eq $fixture -and $_.Name -notlike 'block: *' }) | Should -HaveCount $count
    }

    It 'reports a block whose setup or teardown failed' {
        $blocks = @($results | Where-Object { $_.Name -like 'block: *' -and $_.Fixture -eq 'setups' })
        $blocks.Result | Should -Be 'Failed', 'Failed', 'Failed', 'Failed'
        $blocks.Name | Should -Be 'block: fails: a setup', 'block: fails: a teardown', 'block: fails: an inner teardown', 'block: fails: an inner teardown.fails: inner'
    }

    It 'reports nothing of blocks but those that are to fail' {
        @($results | Where-Object { $_.Name -like 'block: *' -and $_.Fixture -notin 'setups', 'stray-break' }) | Should -HaveCount 0
    }

    It 'fails a file with <_>' -ForEach 'no-tests', 'discovery-error', 'test-in-file', 'each-in-file', 'late-brace' {
        $fixture = $_
        $ofFile = @($results | Where-Object Fixture -EQ $fixture)
        $ofFile | Should -HaveCount 1
        $ofFile[0].Result | Should -Be 'Failed'
        $ofFile[0].Name | Should -BeLike 'file: *'
    }

    It 'fails a file whose setup fails' {
        @($results | Where-Object { $_.Fixture -eq 'file-setup' -and $_.Result -eq 'Failed' }) | Should -HaveCount 2
    }

    It 'expands names' {
        $names = @($results | Where-Object Fixture -EQ 'foreach').Name
        foreach ($name in 'tests.passes: one is 1', 'tests.passes: 3 of a list', 'tests.passes: 3 of a member', 'tests.passes: plain and deep of a setup',
            'tests.passes: an escaped <a> and "quotes" and $dollar', 'block b.passes: sees b and item b', 'block a.with k.passes: sees k') { $names | Should -Contain $name }
    }

    It 'selects by full name' {
        $selected = @(Get-ResultsOf Runner "$fixtureFolder/scopes.fixture.ps1" '-Name', 'outer.inner*')
        @($selected | Where-Object Result -NE 'NotRun') | Should -HaveCount 2
    }

    It 'dies of a path that does not exist' {
        Get-ResultsOf Runner "$fixtureFolder/none.Tests.ps1" | Should -BeNullOrEmpty
    }

    It 'agrees with the real Pester, test by test' -Skip:(-not $hasPester) {
        $real = @(Get-ResultsOf Pester $allButLeak) + @(Get-ResultsOf Pester "$fixtureFolder/tags.fixture.ps1" $tagArguments)
        # Pester lets a stray break pass; ours does not.
        Get-TextsOf ($results | Where-Object Fixture -NE 'stray-break') | Should -Be (Get-TextsOf ($real | Where-Object Fixture -NE 'stray-break'))
    }
}

Describe 'A test file that leaves a namespace behind' {
    BeforeAll {
        if ($env:VETHLAB_ISOLATED -ne '1') { throw 'This test changes the network: run it by build.ps1, or under ./vethlab -Isolated.' }
        $leaking = @(Get-ResultsOf Runner "$fixtureFolder/leak.fixture.ps1")
    }
    AfterAll { if ($leaking) { & ip netns delete runner-leak } }

    It 'passes as a test' { @($leaking | Where-Object Result -EQ 'Passed').Name | Should -Be 'a leak.passes: as a test' }
    It 'fails as a file, and the namespace is named' {
        $failures = @($leaking | Where-Object Result -EQ 'Failed')
        $failures.Name | Should -Contain 'leak check: left behind: named namespace runner-leak'
    }
}
