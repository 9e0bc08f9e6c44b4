# The bytes alone: messages of netlink and packets, written and read by BenchmarkDotNet (bench/VethLab.Wire, which Invoke-Bench.ps1 builds).
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$program = "$PSScriptRoot/../VethLab.Wire/bin/Release/net10.0/VethLab.Wire.dll"
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
# What is called often is compiled anew at once, not when nothing else was compiled for a while: that may come after the warming up.
try { $lines = (Invoke-Words 'env', 'DOTNET_TC_CallCountingDelayMs=0', 'dotnet', $program, "$([Math]::Max(2, $Runs))", $work).TrimEnd().Split("`n") }
finally { [System.IO.Directory]::Delete($work, $true) }
$all = @($lines | ForEach-Object {
    $class, $what, $subject, $size, $time, $bytes = $_.Split("`t")
    [pscustomobject]@{ Class = $class; What = $what; Subject = $subject; Size = [int] $size; Nanoseconds = [double] $time; Bytes = [double] $bytes }
})
foreach ($one in $all) { $Host.UI.WriteLine("  $(@($one.What, $one.Subject) -ne '' -join ', '): $([Math]::Round($one.Nanoseconds)) ns, $([Math]::Round($one.Bytes)) bytes") }

function Format-Number([double] $Value) { $Value.ToString('#,0', [cultureinfo]::InvariantCulture) }

# A row for each subject of a class: its size, and time and bytes of what was done with it, for each of so many.
function Format-Subject([string] $Class, [string] $Title, [string] $Size, [hashtable] $Short, [bool] $Each) {
    $had = @($all | Where-Object Class -EQ $Class)
    $columns = @($Title, $Size) + @($had.What | Select-Object -Unique | ForEach-Object { "$($Short[$_]), ns"; "$($Short[$_]), bytes" })
    $rows = foreach ($subject in $had | Group-Object Subject) {
        $row = @{ $Title = $subject.Name; $Size = Format-Number $subject.Group[0].Size }
        foreach ($one in $subject.Group) {
            $of = if ($Each) { $one.Size } else { 1 }
            $row["$($Short[$one.What]), ns"] = Format-Number ($one.Nanoseconds / $of)
            $row["$($Short[$one.What]), bytes"] = Format-Number ($one.Bytes / $of)
        }
        $row
    }
    Format-MarkdownTable $columns $rows
}

'## Wire'
''
'Messages of netlink, as labs write them and as the kernel of this machine sent them, and packets that two namespaces sent each other. Time is the processor''s, bytes are what is'
"allocated, the objects that were read included. BenchmarkDotNet, median of $([Math]::Max(2, $Runs)) times 100 ms, after six such times to warm up."
''
$messages = @($all | Where-Object Class -EQ 'MessageBenchmarks')
Format-MarkdownTable 'one message', 'ns', 'bytes' @(foreach ($one in $messages) { @{ 'one message' = $one.What; ns = Format-Number $one.Nanoseconds; bytes = Format-Number $one.Bytes } })
''
'Each message of a list:'
''
Format-Subject ListBenchmarks list messages @{ 'read' = 'read'; 'asked of the kernel and read' = 'with the kernel''s part' } $true
''
Format-Subject PacketBenchmarks packet 'its bytes' @{ 'taken apart' = 'taken apart'; 'and in a line' = 'and in a line' } $false
''
Format-GoalTable @(New-FigureGoal 'bytes allocated to write a veth pair' ($messages | Where-Object What -Like 'write a veth*').Bytes 0 'B')
