# A small DNS server in a namespace: a shell of its own that answers A queries for name.test, and knows no other name.
. "$PSScriptRoot/Engines.ps1"

# RFC 1035, 4.1: a header of 12 bytes, the question, and for name.test one answer whose name is a pointer to the question's.
$nameServer = @'
Invoke-NetNamespace NAMESPACE {
    $socket = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Parse('ADDRESS'), 53))
    [Console]::WriteLine('ready')
    while ($true) {
        $from = [System.Net.IPEndPoint]::new(0, 0)
        $query = $socket.Receive([ref] $from)
        $end = 12
        $labels = while ($query[$end]) { [System.Text.Encoding]::ASCII.GetString($query, $end + 1, $query[$end]); $end += 1 + $query[$end] }
        $known = ($labels -join '.') -eq 'name.test'
        $answers = [int] ($known -and $query[$end + 2] -eq 1)
        $reply = [byte[]] (@($query[0], $query[1], 0x81, $(if ($known) { 0x80 } else { 0x83 }), 0, 1, 0, $answers, 0, 0, 0, 0) + $query[12..($end + 4)])
        if ($answers) { $reply += [byte[]] (0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 7) }
        $null = $socket.Send($reply, $reply.Length, $from)
    }
}
'@

# Returns the process when it listens.
function Start-NameServer([string] $Namespace, [string] $Address) {
    Start-Shell $nameServer.Replace('NAMESPACE', $Namespace).Replace('ADDRESS', $Address)
}

function Stop-NameServer([System.Diagnostics.Process] $Process) {
    $Process.Kill($true)
    $Process.WaitForExit()
    $Process.Dispose()
}
