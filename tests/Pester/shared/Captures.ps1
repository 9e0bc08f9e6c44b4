# Files of packets, as capinfos, tshark and editcap see them. They come with Debian's tshark package.

# What tshark reads of each packet: fields, as objects.
function Get-TsharkPacket([string] $Path, [string[]] $Field, [string] $Filter = '') {
    $arguments = @('-n', '-r', $Path, '-T', 'fields', '-E', 'separator=|') + @($Field | ForEach-Object { '-e', $_ }) + @(if ($Filter) { '-Y', $Filter })
    foreach ($line in @(tshark @arguments 2> $null)) {
        $values = $line.Split('|')
        $packet = [ordered]@{}
        for ($i = 0; $i -lt $Field.Count; $i++) { $packet[$Field[$i]] = $values[$i] }
        [pscustomobject] $packet
    }
}

# capinfos' whole report; an error it has with the file is in it.
function Get-CaptureReport([string] $Path) { (capinfos $Path 2>&1) -join "`n" }

# The blocks of a pcapng file by tshark's own dissector of the format: their types, in order.
function Get-BlockTypes([string] $Path) { @(tshark -r $Path -X 'read_format:MIME Files Format' -T fields -e pcapng.block.type 2> $null) -split ',' | Where-Object { $_ } | ForEach-Object { [Convert]::ToUInt32($_, 16) } }
