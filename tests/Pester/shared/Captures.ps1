# What tests of captures need: hosts to capture on, and files of packets as capinfos, tshark and editcap see them, which come with Debian's tshark package. Dot-source it in BeforeAll.
if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../../VethLab.psd1" }
. $PSScriptRoot/Errors.ps1
. $PSScriptRoot/Witnesses.ps1
. $PSScriptRoot/RoutedNetwork.ps1

# Two hosts that know their neighbours already, so that no ARP comes between.
function New-KnownNetwork {
    New-RoutedNetwork
    $null = ip netns exec a ping -c 1 -W 2 10.2.0.2
}

# Some pings and a refused connection from a to b, seen at both.
function Get-SomePackets {
    Watch-NetPacket eth0 -Namespace [ab] -TimeoutSeconds 0.1 -While { $null = ip netns exec a ping -c 3 -i 0.01 10.2.0.2; $null = ip netns exec a bash -c 'echo hello > /dev/tcp/10.2.0.2/9' 2>&1 }
}

# Ends all captures, and forgets them with what they hold.
function Clear-Captures { foreach ($end in 'stop', 'forget') { Get-NetCapture | Stop-NetCapture } }

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
