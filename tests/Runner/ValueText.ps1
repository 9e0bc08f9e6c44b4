# A value as a failure message shows it: close to how it would be typed.
function Get-ValueText($Value, [int] $Depth = 0) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return "'" + $Value.Replace("`e", '`e').Replace("`r", '`r').Replace("`n", '`n').Replace("`t", '`t').Replace("`0", '`0') + "'" }
    if ($Value -is [bool]) { return '$' + $Value.ToString().ToLowerInvariant() }
    if ($Value -is [type]) { return '[' + $Value.FullName + ']' }
    if ($Value -is [scriptblock]) { return '{' + $Value + '}' }
    if ($Depth -lt 3 -and $Value -is [System.Collections.IDictionary]) {
        return '@{' + (@(foreach ($key in $Value.Keys) { "$key=" + (Get-ValueText $Value[$key] ($Depth + 1)) }) -join '; ') + '}'
    }
    if ($Depth -lt 3 -and $Value -is [array]) {
        $shown = @(for ($i = 0; $i -lt $Value.Count -and $i -lt 20; $i++) { Get-ValueText $Value[$i] ($Depth + 1) })
        if ($Value.Count -gt 20) { $shown += "... $($Value.Count) in all" }
        return '@(' + ($shown -join ', ') + ')'
    }
    [string] $Value
}


# Says where two strings part, which is hard to see in long ones.
function Get-DifferenceText($Actual, $Expected, [bool] $CaseSensitive) {
    if ($Actual -isnot [string] -or $Expected -isnot [string]) { return '' }
    $at = 0
    while ($at -lt $Actual.Length -and $at -lt $Expected.Length -and
        $(if ($CaseSensitive) { $Actual[$at] -ceq $Expected[$at] } else { $Actual[$at] -eq $Expected[$at] })) { $at++ }
    $from = [Math]::Max(0, $at - 20)
    $parts = foreach ($text in $Actual, $Expected) { Get-ValueText $text.Substring($from, [Math]::Min(60, $text.Length - $from)) }
    " They differ at index $at (lengths $($Actual.Length) and $($Expected.Length)): $($parts -join ' and ')."
}
