# Runs cases of broken paths: makes the network, breaks it, asks Test-NetPath, runs its fix, asks again, and asks ping(8) or socat(1) as well.
. "$PSScriptRoot/Module.ps1"
. "$PSScriptRoot/PathWords.ps1"

$pathScript = "$PSScriptRoot/path-topologies.sh"

# Runs a shell command that may use the words of path-topologies.sh.
function Invoke-PathShell([string] $Command) {
    $said = & sh -c ". $pathScript; $Command" 2>&1
    if ($LASTEXITCODE -ne 0) { throw "exit code $LASTEXITCODE of '$Command': $said" }
}

# The network, and its destination's services: TCP 80 and UDP 9000, IPv4 and IPv6; they last until Remove-PathNetwork.
function New-PathNetwork([string] $Topology) {
    Invoke-PathShell "topology $Topology"
    $script:services = @()
    foreach ($kind in 'Tcp', 'Udp') {
        $script:services += Invoke-NetNamespace $topologyWords[$Topology].end {
            $socket = [System.Net.Sockets.Socket]::new('InterNetworkV6', $(if ($kind -eq 'Tcp') { 'Stream' } else { 'Dgram' }), $kind)
            $socket.DualMode = $true
            $socket.Bind([System.Net.IPEndPoint]::new([System.Net.IPAddress]::IPv6Any, 80))
            if ($kind -eq 'Tcp') { $socket.Listen(64) }
            , $socket
        }
    }
}

function Remove-PathNetwork {
    foreach ($socket in $script:services) { $socket.Dispose() }
    & sh -c 'for name in /run/netns/*; do ip netns delete ${name##*/}; done'
}

# The arguments of Test-NetPath for a case.
function Get-PathQuestion([hashtable] $Case) {
    $question = @{ Namespace = 'a'; Destination = $Case.To; Protocol = $Case.Protocol; TimeoutSeconds = 0.5 }
    if ($Case.Protocol -ne 'Icmp') { $question.Port = 80 }
    $more = $Case.Ask | ConvertFrom-Json -AsHashtable
    if ($more) { foreach ($name in $more.Keys) { $question[$name] = $more[$name] } }
    $question
}

# Whether packets arrive, as ping(8) and socat(1) find.
function Test-Independently([hashtable] $Question) {
    $address, $port = "$($Question.Destination)", $Question.Port
    $from = @('netns', 'exec', 'a')
    if ($Question.Protocol -eq 'Icmp') {
        $words = @('ping', '-n', '-c', '1', '-W', "$($Question.TimeoutSeconds)")
        if ($Question.BufferSize) { $words += '-s', "$($Question.BufferSize)" }
        if ($Question.DontFragment) { $words += '-M', 'do' }
        if ($Question.Source) { $words += '-I', $Question.Source }
        $null = & ip @from @words $address 2> $null
        return $LASTEXITCODE -eq 0
    }
    $bind = if ($Question.Source) { ",bind=$($Question.Source)" }
    $end = "$(if ($address.Contains(':')) { "[$address]" } else { $address }):$port"
    if ($Question.Protocol -eq 'Tcp') {
        $null = & ip @from timeout 4 socat -u OPEN:/dev/null "TCP:$end$bind,connect-timeout=$($Question.TimeoutSeconds)" 2> $null
        return $LASTEXITCODE -eq 0
    }
    $socket = $script:services[1]
    $buffer = [byte[]]::new(65536)
    while ($socket.Available -gt 0) { $null = $socket.Receive($buffer) }
    $null = 'x' * $(if ($Question.BufferSize) { $Question.BufferSize } else { 1 }) | & ip @from socat -u - "UDP-SENDTO:$end$bind" 2> $null
    $socket.Poll([int] ($Question.TimeoutSeconds * 1e6), 'SelectRead')
}

# What came of a case. Briefly: without asking first whether it is broken at all, which takes until nothing comes.
function Invoke-PathCase([hashtable] $Case, [switch] $Briefly) {
    $result = [ordered] @{ Case = $Case; Grade = $null; Verdict = $null; IsBroken = $null; Mended = $null; Witness = $null; Fault = $null }
    New-PathNetwork $Case.Topology
    try {
        Invoke-PathShell $Case.Break
        $question = Get-PathQuestion $Case
        if (-not $Briefly) { $result.IsBroken = -not (Test-Independently $question) }
        $result.Verdict = $verdict = Test-NetPath @question
        $result.Grade = if ("$($verdict.Cause)" -eq $Case.Cause) { 'exact' } elseif ("$($verdict.Cause)" -eq 'Undecided') { 'undecided' } else { 'wrong' }
        if ($Case.HasFix -and $verdict.Fix) {
            try {
                $null = Invoke-Expression $verdict.Fix 3> $null
                $question.TimeoutSeconds = 3        # a busy machine takes its time; an answer ends it
                $result.Mended = Test-NetPath @question
                $result.Witness = Test-Independently $question
            }
            catch { $result.Fault = "$_" }
        }
    }
    finally { Remove-PathNetwork }
    [pscustomobject] $result
}

# A case in one line.
function Get-PathTitle([hashtable] $Case) {
    "$($Case.Cause), $($Case.Topology), IPv$($Case.Family), $($Case.Protocol.ToUpperInvariant()): $(if ($Case.Break -eq 'true') { "to $($Case.To) $(if ($Case.Ask -ne 'null') { $Case.Ask })" } else { $Case.Break })"
}
