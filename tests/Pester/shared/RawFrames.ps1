# Puts frames on a link byte by byte, through a packet socket (packet(7)) of the calling thread's namespace. Dot-source it in BeforeAll.

# struct sockaddr_ll { u16 family; be16 protocol; i32 ifindex; … } of 20 bytes.
class LinkEndPoint : System.Net.EndPoint {
    [int] $Index
    LinkEndPoint([int] $index) { $this.Index = $index }
    [System.Net.SocketAddress] Serialize() {
        $address = [System.Net.SocketAddress]::new([System.Net.Sockets.AddressFamily]::Packet, 20)
        $bytes = [BitConverter]::GetBytes($this.Index)
        for ($i = 0; $i -lt 4; $i++) { $address[4 + $i] = $bytes[$i] }
        return $address
    }
}

# Sends frames, in hexadecimal, out of an interface here.
function Send-Frame([string] $Interface, [string[]] $Frame) {
    $index = (Get-NetInterface $Interface).Index
    $socket = [System.Net.Sockets.Socket]::new([System.Net.Sockets.AddressFamily]::Packet, [System.Net.Sockets.SocketType]::Raw, [System.Net.Sockets.ProtocolType]::Unspecified)
    try { foreach ($one in $Frame) { $null = $socket.SendTo([Convert]::FromHexString($one), [LinkEndPoint]::new($index)) } }
    finally { $socket.Dispose() }
}
