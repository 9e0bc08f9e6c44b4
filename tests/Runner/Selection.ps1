# Which of the discovered tests run: Pester's filters. Exclusion wins; a block that is selected selects all inside it.
function Select-TestNode {
    param($Node, [string[]] $Tag, [string[]] $ExcludeTag, [string[]] $FullName, [bool] $ParentSelected, [bool] $ParentSkipped)
    $Node.Skip = $Node.Skip -or $ParentSkipped
    if (Test-AnyLike $Node.Tag $ExcludeTag) { return }
    $selected = $ParentSelected -or (-not $Tag -and -not $FullName) -or (Test-AnyLike $Node.Tag $Tag) -or
        ($Node.Kind -ne 'File' -and (Test-AnyLike @($Node.Path) $FullName))
    if ($Node.Kind -eq 'Test') {
        $Node.Selected = $selected
        return
    }
    foreach ($child in $Node.Children) { Select-TestNode $child $Tag $ExcludeTag $FullName $selected $Node.Skip }
    $running = @($Node.Children | Where-Object Selected)
    $Node.Selected = $running.Count -gt 0
    # Setups of a block in which every test is skipped do not run.
    if ($Node.Selected -and -not ($running | Where-Object { -not $_.Skip })) { $Node.Skip = $true }
}

function Test-AnyLike([string[]] $Values, [string[]] $Patterns) {
    foreach ($value in $Values) {
        foreach ($pattern in $Patterns) { if ($value -like $pattern) { return $true } }
    }
    $false
}
