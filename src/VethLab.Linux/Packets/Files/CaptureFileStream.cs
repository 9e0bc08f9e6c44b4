using System.IO.Compression;

namespace VethLab.Linux.Packets;

/// <summary>A file's bytes, decompressed where it is gzip's.</summary>
internal static class CaptureFileStream
{
    private const int Buffer = 1 << 18;

    internal static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer);
        if (!file.CanSeek)
            return file;
        var isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isCompressed ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress), Buffer) : file;
    }
}
