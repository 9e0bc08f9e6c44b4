# The star of 100 namespaces by single cmdlets, as somebody types them: against Go's library and the shell's commands.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$count = 100

$cmdlets = @{
    Name   = 'VethLab, single cmdlets'
    Build  = {
        param($count)
        $bridge = New-NetBridge br0 -IPAddress 10.88.0.1/16
        $null = 1..$count | ForEach-Object { "s$_" } | New-NetNamespace
        $null = 1..$count | ForEach-Object { New-VethPair eth0 "p$_" -Namespace "s$_" -IPAddress "$(Get-StarAddress $_)/16" -Gateway 10.88.0.1 } | Add-VethToBridge $bridge
    }
    Remove = {
        param($count)
        Get-NetNamespace s* | Remove-NetNamespace
        Remove-NetBridge br0
    }
}
# The same rows as objects in one pipeline, from a table.
$table = @{
    Name   = 'VethLab, rows of a table'
    Build  = {
        param($count)
        $bridge = New-NetBridge br0 -IPAddress 10.88.0.1/16
        $rows = @(1..$count | ForEach-Object { [pscustomobject]@{ Namespace = "s$_"; Name = 'eth0'; PeerName = "p$_"; IPAddress = "$(Get-StarAddress $_)/16"; Gateway = '10.88.0.1' } })
        $null = $rows | ForEach-Object Namespace | New-NetNamespace
        $null = $rows | New-VethPair | Add-VethToBridge $bridge
    }
    Remove = $cmdlets.Remove
}
try {
    $peers = @(Get-Contender $work | Where-Object { $_.Name -like 'Go*' -or $_.Name -like 'shell*' })
    $null = Measure-Contender $cmdlets 10
    $null = Measure-Contender $table 10
    $all = foreach ($run in 1..$Runs) {
        foreach ($contender in @($cmdlets, $table) + $peers) {
            $one = Measure-Contender $contender $count
            $Host.UI.WriteLine("  $($one.Name): build $(Format-Milliseconds $one.Building), remove $(Format-Milliseconds $one.Removing)")
            $one
        }
    }
}
finally { [System.IO.Directory]::Delete($work, $true) }

'## Single cmdlets'
''
"The same star, N=$count, by New-NetBridge, New-NetNamespace, New-VethPair and Add-VethToBridge in pipelines, each object read back from the kernel. Milliseconds: the median of"
"$Runs runs in turns, and the worst in brackets."
''
Format-MarkdownTable 'star', 'build', 'remove' @(foreach ($contender in @($cmdlets, $table) + $peers) {
    $had = @($all | Where-Object Name -EQ $contender.Name)
    @{ star = $contender.Name; build = Format-Runs $had.Building; remove = Format-Runs $had.Removing }
})
''
Format-GoalTable @(foreach ($peer in $peers | Where-Object Name -NE 'shell, `ip -n`') {
    $theirs = @($all | Where-Object Name -EQ $peer.Name)
    foreach ($one in $cmdlets, $table) {
        New-RatioGoal "$($one.Name), build" (@($all | Where-Object Name -EQ $one.Name).Building) $peer.Name $theirs.Building $(if ($peer.Name -like 'Go*') { 1.5 } else { 1 / 8 })
    }
})
