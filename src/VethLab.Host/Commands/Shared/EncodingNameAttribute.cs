using System.Management.Automation;
using System.Text;

namespace VethLab.Host.Commands;

/// <summary>Turns the encoding names that pwsh knows, other names and code pages into an <see cref="Encoding"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingNameAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            int codePage => Encoding.GetEncoding(codePage),
            string name => Named(name),
            _ => inputData,
        };
    }

    private static Encoding Named(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf8nobom" or "default" or "oem" => new UTF8Encoding(false),
        "utf8bom" => new UTF8Encoding(true),
        "ascii" => Encoding.ASCII,
        "unicode" or "string" or "unknown" => Encoding.Unicode,
        "bigendianunicode" => Encoding.BigEndianUnicode,
        "utf32" => Encoding.UTF32,
        "bigendianutf32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        "ansi" => Encoding.Latin1,
        _ => Encoding.GetEncoding(name),
    };
}
