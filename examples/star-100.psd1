# A hundred namespaces on one bridge: ns001 to ns100, with the addresses 10.88.0.2 to 10.88.0.101.
@{
    name    = 'star-100'
    bridges = @{
        br01 = @{ subnet = '10.88.0.0/16'; count = 100 }
    }
}
