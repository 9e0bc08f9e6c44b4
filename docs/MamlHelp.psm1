# Repairs what PlatyPS 1.0 leaves to be desired in MAML: default values are missing, examples are raw Markdown with control characters in
# between, lines are broken where the page breaks them, and links lead to files that nobody has.
$maml = 'http://schemas.microsoft.com/maml/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
$names = @{ maml = $maml; dev = $dev; command = 'http://schemas.microsoft.com/maml/dev/command/2004/10' }

function Select-Node([System.Xml.XmlNode] $Node, [string] $XPath) { Select-Xml -Xml $Node -XPath $XPath -Namespace $names | ForEach-Object Node }

# Markdown's paragraphs as plain ones: each on one line, links as their text, code without its quotes.
function ConvertTo-Paragraphs([string] $Markdown) {
    foreach ($paragraph in $Markdown.Trim() -split '\n\s*\n') {
        $plain = $paragraph -replace '\s*\n\s*', ' ' -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`([^`]+)`', '$1'
        if ($plain) { $plain }
    }
}

function Set-Paragraphs([System.Xml.XmlElement] $Parent, [string] $Markdown) {
    $Parent.RemoveAll()
    foreach ($text in ConvertTo-Paragraphs $Markdown) {
        $Parent.AppendChild($Parent.OwnerDocument.CreateElement('maml', 'para', $maml)).InnerText = $text
    }
}

# What is before the code introduces it; what is behind remarks on it.
function Repair-Example([System.Xml.XmlElement] $Example) {
    $introduction = Select-Node $Example maml:introduction
    $markdown = (Select-Node $introduction maml:para | ForEach-Object InnerText | Where-Object { $_ -ne [char]0x80 }) -join "`n`n"
    if ($markdown -notmatch '(?s)^(?<before>.*?)```powershell\n(?<code>.*?)\n```(?<after>.*)$') { throw "An example has no block of PowerShell code: $markdown" }
    $parts = $matches
    $title = Select-Node $Example maml:title
    $title.InnerText = $title.InnerText.Trim('-', ' ')
    Set-Paragraphs $introduction $parts.before
    (Select-Node $Example dev:code).InnerText = $parts.code
    Set-Paragraphs (Select-Node $Example dev:remarks) $parts.after
}

function Repair-Parameter([System.Xml.XmlElement] $Parameter, [string] $Default) {
    foreach ($value in Select-Node $Parameter command:parameterValue) {
        $value.InnerText = $value.InnerText -replace '^System\.Nullable`1\[(.+)\]$', '$1' -replace '^.*\.'
    }
    $element = $Parameter.AppendChild($Parameter.OwnerDocument.CreateElement('dev', 'defaultValue', $dev))
    $element.InnerText = $Default
}

# Repairs a document that Export-MamlCommandHelp wrote from that help.
function Repair-Maml([xml] $Maml, [object[]] $Help) {
    foreach ($command in Select-Node $Maml.DocumentElement command:command) {
        $page = $Help | Where-Object Title -EQ (Select-Node $command command:details/command:name).InnerText
        foreach ($text in Select-Node $command './/maml:description[maml:para] | .//maml:alert') {
            Set-Paragraphs $text ((Select-Node $text maml:para | ForEach-Object InnerText) -join "`n`n")
        }
        foreach ($example in Select-Node $command .//command:example) { Repair-Example $example }
        foreach ($parameter in Select-Node $command command:parameters/command:parameter) {
            $name = (Select-Node $parameter maml:name).InnerText
            Repair-Parameter $parameter ($page.Parameters | Where-Object Name -EQ $name).DefaultValue
        }
        foreach ($link in Select-Node $command .//maml:navigationLink) {
            $uri = Select-Node $link maml:uri
            if ((Select-Node $link maml:linkText).InnerText -eq 'Online Version' -and -not $uri.InnerText) { $null = $link.ParentNode.RemoveChild($link) }
            elseif ($uri.InnerText -like '*.md') { $uri.InnerText = '' }
        }
    }
}

function Save-Maml([xml] $Maml, [string] $Path) {
    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try { $Maml.Save($writer) } finally { $writer.Dispose() }
}
Export-ModuleMember -Function Repair-Maml, Save-Maml
