# Servers and clients that know nothing of VethLab (socat): each server answers with its name and with who it believes asked.
function Start-PortServer([string] $Namespace, [string] $Protocol, [int] $Port, [string] $Name) {
    $listen = if ($Protocol -eq 'Udp') { "UDP6-RECVFROM:$Port,ipv6only=0,fork" } else { "TCP6-LISTEN:$Port,ipv6only=0,fork,reuseaddr" }
    # Start-Process of pwsh joins its arguments to one line, in which these would need other quotes than elsewhere.
    $start = [System.Diagnostics.ProcessStartInfo]::new('ip', [string[]] ('netns', 'exec', $Namespace, 'socat', $listen, "SYSTEM:'read line; echo $Name `$SOCAT_PEERADDR'"))
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $table = "$($Protocol.ToLowerInvariant())6"
    $null = Wait-Until { (ip netns exec $Namespace cat /proc/net/$table) -match (':{0:X4} ' -f $Port) }
    $process
}

# The answer of a port, asked from a namespace: "web 192.168.88.1", the addresses as IPv6's are written in short; nothing where there is none.
function Get-PortAnswer([string] $From, [string] $Address, [int] $Port, [string] $Protocol = 'Tcp', [string] $Source = '', [double] $Seconds = 3) {
    $family = if ($Address.Contains(':')) { 6 } else { 4 }
    $target = if ($family -eq 6) { "[$Address]" } else { $Address }
    $bind = if ($Source) { ",bind=$Source,reuseaddr" } else { '' }
    # A datagram's sender never hears that there is no more to come, so each try waits a little, and there are several.
    $command = if ($Protocol -eq 'Udp') { "for try in 1 2 3 4 5 6; do answer=`$(echo ask | timeout 2 socat -t0.3 - 'UDP${family}:${target}:$Port$bind' 2> /dev/null); if [ -n `"`$answer`" ]; then break; fi; done; echo `$answer" }
    else { "echo ask | timeout 4 socat -T3 -t3 - 'TCP${family}:${target}:$Port,connect-timeout=$Seconds$bind' 2> /dev/null" }
    $answer = "$(ip netns exec $From sh -c $command)"
    if ($answer -notmatch '^(\S+) \[(.*)\]$') { return $answer }
    $peer = [System.Net.IPAddress]::Parse($Matches[2])
    if ($peer.IsIPv4MappedToIPv6) { $peer = $peer.MapToIPv4() }
    "$($Matches[1]) $peer"
}
