# Figures and tables for the topics.

# The middle one, or the mean of the two in the middle.
function Get-Median([double[]] $Values) {
    $sorted = [System.Linq.Enumerable]::ToArray([System.Linq.Enumerable]::Order($Values))
    $middle = [Math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

# Milliseconds as people read them: 0.42, 7.3, 131.
function Format-Milliseconds([double] $Value) {
    $digits = if ($Value -lt 1) { '0.00' } elseif ($Value -lt 100) { '0.0' } else { '0' }
    $Value.ToString($digits, [cultureinfo]::InvariantCulture)
}

# "median (worst)" of some measurements; "-" where there are none.
function Format-Runs([double[]] $Values) {
    if (-not $Values) { return '-' }
    "$(Format-Milliseconds (Get-Median $Values)) ($(Format-Milliseconds ([System.Linq.Enumerable]::Max($Values))))"
}

# A markdown table of hashtables that have the columns as keys; the first column is text, the others are figures.
function Format-MarkdownTable([string[]] $Column, [System.Collections.IDictionary[]] $Row) {
    "| $($Column -join ' | ') |"
    "|$(@($Column | ForEach-Object { if ($_ -eq $Column[0]) { '---|' } else { '--:|' } }) -join '')"
    foreach ($one in $Row) { "| $(@($Column | ForEach-Object { $one[$_] }) -join ' | ') |" }
}

# What it was measured on, of the things that matter.
function Get-MachineTable {
    $processor = [System.IO.File]::ReadAllLines('/proc/cpuinfo') -match '^model name' | Select-Object -First 1
    $memory = [System.IO.File]::ReadAllLines('/proc/meminfo') -match '^MemTotal' | Select-Object -First 1
    $pwsh = Get-Command pwsh -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    $rows = @(
        @{ '' = 'machine'; value = "$([System.Environment]::ProcessorCount) × $($processor -replace '^.*:\s*'), $([Math]::Round(($memory -replace '\D') / 1MB)) GiB" }
        @{ '' = 'kernel'; value = [System.IO.File]::ReadAllText('/proc/sys/kernel/osrelease').Trim() }
        @{ '' = 'VethLab'; value = "$((Get-Module VethLab).Version)" }
        @{ '' = 'measured from'; value = "PowerShell $($PSVersionTable.PSVersion) in $(if ($pwsh -and [System.Environment]::ProcessPath -like '*/pwsh') { 'pwsh' } else { './vethlab' }), $([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)" }
    )
    Format-MarkdownTable '', value $rows
}

Export-ModuleMember -Function Get-Median, Format-Milliseconds, Format-Runs, Format-MarkdownTable, Get-MachineTable
