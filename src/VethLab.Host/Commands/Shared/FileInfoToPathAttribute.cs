using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>Takes the full path of a FileInfo, whose text may be its name only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FileInfoToPathAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            FileInfo file => file.FullName,
            object?[] items => items.Select(item => Transform(engineIntrinsics, item!)).ToArray(),
            _ => inputData,
        };
}
