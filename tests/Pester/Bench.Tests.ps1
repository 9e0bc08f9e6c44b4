# The bench task, as far as it can be looked at without measuring for long.
BeforeAll {
    $bench = "$PSScriptRoot/../../bench"
}

Describe 'The page of benchmarks' {
    It 'keeps the sections that are not measured anew' {
        $page = "$TestDrive/benchmarks.md"
        $star = "<!-- topic Star, measured 2026-01-01 -->`n## Star`n`n| N | ms |`n|---|--:|`n| 2 | 5 |"
        [System.IO.File]::WriteAllText($page, "# Benchmarks`n`nold head`n`n<!-- topic Import, measured 2026-01-01 -->`n## Import-Module`n`nold figures`n`n$star`n")
        & $bench/Write-Page.ps1 -Page $page -Topic Import -Runs 1
        $text = [System.IO.File]::ReadAllText($page)
        $text.EndsWith("`n`n$star`n") | Should -BeTrue
        $text | Should -Not -Match 'old'
        $text | Should -Match '(?m)^<!-- topic Import, measured \d{4}-\d\d-\d\d -->$'
        $text | Should -Match '\| (missed|met|\*\*missed\*\*) \|'
    }

    It 'refuses a topic that is not there' {
        { & $bench/Write-Page.ps1 -Page "$TestDrive/none.md" -Topic Weather } | Should -Throw "*no topic 'Weather'*"
    }
}
