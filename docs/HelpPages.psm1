# Merges what PlatyPS finds out about a cmdlet into its page. Update-MarkdownCommandHelp alone would not do: it also adds its own texts to ours and
# a date that changes daily, and keeps parameter sets that are gone.

# Splits a page at its headings: an ordered table, the text up to the first heading under ''.
function Split-Page([string] $Text) {
    $parts = [ordered]@{ '' = '' }
    $section = $heading = ''
    $inCode = $false
    foreach ($line in $Text.TrimStart([char]0xFEFF).TrimEnd().Replace("`r`n", "`n").Split("`n")) {
        if ($line.StartsWith('```')) { $inCode = -not $inCode }
        if (-not $inCode -and $line -match '^(#{2,3}) ') {
            if ($matches[1] -eq '##') { $section = $heading = $line } else { $heading = "$section`n$line" }
            $parts[$heading] = ''
        }
        $parts[$heading] += "$line`n"
    }
    $parts
}

# The page with the syntax and the parameters of a fresh draft. Prose stays, and so do default values, which PlatyPS does not know; what is said
# of parameters that are gone goes.
function Merge-HelpPage([string] $Page, [string] $Draft) {
    $old = Split-Page $Page
    $new = Split-Page $Draft
    $metadata = '(?s)```yaml\n.*?```'
    $default = '(?m)^DefaultValue: .*$'
    $merged = foreach ($heading in $old.Keys) {
        if ($heading -like "## SYNTAX`n*" -or $heading -like "## PARAMETERS`n*") { continue }
        $old[$heading]
        if ($heading -notin '## SYNTAX', '## PARAMETERS') { continue }
        foreach ($part in $new.Keys | Where-Object { $_ -like "$heading`n*" }) {
            if ($heading -eq '## SYNTAX' -or -not $old.Contains($part)) { $new[$part]; continue }
            $fresh = [regex]::Match($new[$part], $metadata).Value -replace $default, [regex]::Match($old[$part], $default).Value
            [regex]::Replace($old[$part], $metadata, $fresh.Replace('$', '$$'))
        }
    }
    ((-join $merged) -replace '(?m)^ms\.date:.*\n' -replace '\n{3,}', "`n`n").TrimEnd() + "`n"
}
Export-ModuleMember -Function Merge-HelpPage
