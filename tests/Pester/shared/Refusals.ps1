# What a test of bad input looks at: the error a block ends with, and whether the kernel is as it was.

# The first error of a block, as an ErrorRecord; nothing where all went well.
function Get-Refusal([scriptblock] $Block) {
    $ErrorActionPreference = 'Stop'
    try { $null = & $Block } catch { $_ }
}

# A block must be refused with this id and category, say what it is about and what to do, and change nothing in these namespaces.
function Assert-Refusal([scriptblock] $Block, [string] $Id, [string] $Category, [string] $Target, [string[]] $Namespace = 'lab') {
    $before = Get-KernelState $Namespace
    $refusal = Get-Refusal $Block
    $refusal | Should -Not -BeNullOrEmpty -Because "{$Block} must be refused"
    $refusal.FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "$refusal"
    "$($refusal.CategoryInfo.Category)" | Should -BeExactly $Category
    "$($refusal.TargetObject)" | Should -BeExactly $Target
    $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    Get-KernelState $Namespace | Should -BeExactly $before
}

# The messages of one stream (3 warnings, 4 verbose, 6 information and -WhatIf's lines through the host are not caught) of a block.
function Get-Warnings([scriptblock] $Block) {
    & $Block 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object { "$_" }
}

function Get-VerboseLines([scriptblock] $Block) {
    & $Block 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }
}
