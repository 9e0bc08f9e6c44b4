# Contenders in turns, run by run, and what each of them had.
Import-Module $PSScriptRoot/Measure.psm1
Import-Module $PSScriptRoot/Contenders.psm1
Import-Module $PSScriptRoot/Goals.psm1

# With 1,000 namespaces not more than five times, and only once by those who need too long.
function Measure-Turns([hashtable[]] $Contender, [int[]] $Count, [int] $Runs, [scriptblock] $Look) {
    foreach ($number in $Count) {
        $rounds = if ($number -eq 1000) { [Math]::Min($Runs, 5) } else { $Runs }
        foreach ($run in 1..$rounds) {
            foreach ($one in $Contender) {
                if ($run -gt 1 -and $number -gt $one.Most) { continue }
                $had = Measure-Contender $one $number $Look
                $Host.UI.WriteLine("  $number, $($had.Name): build $(Format-Milliseconds $had.Building), remove $(Format-Milliseconds $had.Removing)")
                $had
            }
        }
    }
}

# What one contender had with N namespaces: Building or Removing, run by run.
function Get-Had([object[]] $All, [string] $Name, [int] $Count, [string] $What) {
    [double[]] @($All | Where-Object { $_.Name -eq $Name -and $_.Count -eq $Count } | ForEach-Object { $_.$What })
}

# The better of the floor's ways, run by run.
function Get-Floor([object[]] $All, [int] $Count, [string] $What) {
    $ways = @($All.Name | Select-Object -Unique | Where-Object { $_ -like 'floor*' } | ForEach-Object { , [double[]] (Get-Had $All $_ $Count $What) })
    [double[]] @(for ($i = 0; $i -lt $ways[0].Count; $i++) { [Math]::Min($ways[0][$i], $ways[1][$i]) })
}

# The goal of New-VethLab against the floor, and that of Remove-VethLab.
function New-FloorGoal([object[]] $All, [int] $Count, [string] $What) {
    if ($What -eq 'Building') { New-RatioGoal "New-VethLab, N=$Count" (Get-Had $All VethLab $Count Building) 'floor' (Get-Floor $All $Count Building) 1.25 }
    else { New-RatioGoal "Remove-VethLab, N=$Count" (Get-Had $All VethLab $Count Removing) "floor's better" (Get-Floor $All $Count Removing) 1.2 }
}

# A row for each contender: all that it had of Building or Removing.
function Format-Had([object[]] $All, [string[]] $Name, [int[]] $Count, [string] $What) {
    $title = "$($What.ToLowerInvariant()), ms"
    Format-MarkdownTable (@($title) + @($Count | ForEach-Object { "N=$_" })) @(foreach ($one in $Name) {
        $row = @{ $title = $one }
        foreach ($number in $Count) { $row["N=$number"] = Format-Runs (Get-Had $All $one $number $What) }
        $row
    })
}

Export-ModuleMember -Function Measure-Turns, Get-Had, Get-Floor, Format-Had, New-FloorGoal
