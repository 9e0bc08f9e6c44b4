# Turns an about_ topic's Markdown into the text that Get-Help shows: headings above, text indented by four and broken before column 80.

function Get-WrappedLines([string] $Text, [int] $Width = 76) {
    $line = ''
    foreach ($word in $Text.Split(' ', [System.StringSplitOptions]::RemoveEmptyEntries)) {
        if ($line -and $line.Length + 1 + $word.Length -gt $Width) { $line; $line = $word }
        else { $line = if ($line) { "$line $word" } else { $word } }
    }
    $line
}

# The whole text; its first lines are what Get-Help takes the topic's name and synopsis from.
function ConvertTo-AboutText([string[]] $Markdown) {
    $output = [System.Collections.Generic.List[string]]::new()
    $paragraph = ''
    $inCode = $false
    foreach ($line in $Markdown + '') {
        if ($line.StartsWith('```')) { $inCode = -not $inCode; continue }
        if ($inCode) { $output.Add($line ? "        $line" : ''); continue }
        $startsNew = -not $line -or $line -match '^(#|- |\|)'
        if ($startsNew -and $paragraph) {
            $hanging = if ($paragraph.StartsWith('- ')) { '  ' } else { '' }
            $isFirst = $true
            foreach ($part in Get-WrappedLines ($paragraph -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`([^`]+)`', '$1') (76 - $hanging.Length)) {
                $output.Add("    $($isFirst ? '' : $hanging)$part")
                $isFirst = $false
            }
            $paragraph = ''
        }
        if ($line -match '^# (.+)') { $output.AddRange([string[]] ('TOPIC', "    $($matches[1])")) }
        elseif ($line -match '^## (.+)') { $output.Add($matches[1].ToUpperInvariant()) }
        elseif ($line -match '^### (.+)') { $output.Add("  $($matches[1])") }
        elseif ($line) { $paragraph = "$paragraph $line".Trim() }
        elseif ($output.Count -gt 0 -and $output[-1] -notmatch '^\S|^  \S|^$') { $output.Add('') }
    }
    (($output -join "`n").TrimEnd()) + "`n"
}
Export-ModuleMember -Function ConvertTo-AboutText
