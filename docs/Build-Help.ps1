# Brings the pages in docs/help up to date with the cmdlets and builds en-US from them. Needs pwsh with PlatyPS.
#   docs/help/Verb-Noun.md     what is known of a cmdlet's parameters is renewed, all prose stays
#   en-US/*.dll-Help.xml       MAML, for Get-Help
#   en-US/about_*.help.txt     about_ topics, likewise
param([Parameter(Mandatory)] [string] $Root)
$ErrorActionPreference = 'Stop'
if ([System.Environment]::ProcessPath -notlike '*/pwsh' -or -not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
    throw 'The task Help needs pwsh with the module Microsoft.PowerShell.PlatyPS 1.0 or later: Install-PSResource Microsoft.PowerShell.PlatyPS, then pwsh ./build.ps1 -Task Help.'
}
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
Import-Module $Root/VethLab.psd1 -Force
Import-Module $PSScriptRoot/HelpPages.psm1, $PSScriptRoot/MamlHelp.psm1, $PSScriptRoot/AboutTopic.psm1 -Force

$pages = "$PSScriptRoot/help"
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-help-').FullName
try {
    foreach ($command in Get-Command -Module VethLab) {
        $page = "$pages/$($command.Name).md"
        $draft = (New-MarkdownCommandHelp -CommandInfo $command -OutputFolder $work -Force).FullName
        Update-MarkdownCommandHelp $draft -NoBackup         # puts <CommonParameters> into the syntax
        # A new page is the draft, with {{ places to fill }} that the tests find.
        if (-not (Test-Path $page)) { Copy-Item $draft $page }
        $old = Get-Content $page -Raw
        $new = Merge-HelpPage -Page $old -Draft (Get-Content $draft -Raw)
        if ($new -cne $old) {
            [System.IO.File]::WriteAllText($page, $new)
            "Renewed docs/help/$($command.Name).md"
        }
    }

    $null = [System.IO.Directory]::CreateDirectory("$Root/en-US")
    $help = Get-ChildItem $pages -Filter *-*.md | ForEach-Object { Import-MarkdownCommandHelp $_.FullName }
    foreach ($file in $help | Export-MamlCommandHelp -OutputFolder $work -Force) {
        $maml = [xml]::new()
        $maml.Load($file.FullName)
        Repair-Maml -Maml $maml -Help $help
        $null = $maml.InsertBefore($maml.CreateComment(" Built from docs/help by build.ps1 -Task Help. SHA-256 of the pages: $(& $PSScriptRoot/Get-HelpHash.ps1) "), $maml.DocumentElement)
        Save-Maml -Maml $maml -Path "$Root/en-US/$($file.Name)"
        "Built en-US/$($file.Name)"
    }
    foreach ($topic in Get-ChildItem $pages -Filter about_*.md) {
        $path = "en-US/$($topic.BaseName).help.txt"
        [System.IO.File]::WriteAllText("$Root/$path", (ConvertTo-AboutText (Get-Content $topic.FullName)))
        "Built $path"
    }
}
finally { [System.IO.Directory]::Delete($work, $true) }
