using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VethLab.Networks.Labs.Description;

namespace VethLab.PowerShell.Labs;

/// <summary>Reads hashtables, and objects such as ConvertFrom-Json returns, as a description. There are no lines; paths are as in files.</summary>
internal static class ObjectReader
{
    internal static DocumentNode Read(object? value, string path = "")
    {
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            IDictionary map => DocumentNode.Map(path, default, map.Keys.Cast<object>().Select(key => Member($"{key}", map[key], path)).ToList()),
            PSCustomObject => DocumentNode.Map(path, default, ((PSObject)value!).Properties.Select(property => Member(property.Name, property.Value, path)).ToList()),
            null or string or bool or double or long => DocumentNode.Single(path, default, bare),
            SwitchParameter flag => DocumentNode.Single(path, default, flag.IsPresent),
            sbyte or byte or short or ushort or int or uint => DocumentNode.Single(path, default, Convert.ToInt64(bare, CultureInfo.InvariantCulture)),
            IEnumerable list => DocumentNode.List(path, default, list.Cast<object?>().Select((item, i) => Read(item, DocumentNode.PathOf(path, i))).ToList()),
            // Addresses, MAC addresses, names of objects: what they are as texts.
            _ => DocumentNode.Single(path, default, Convert.ToString(bare, CultureInfo.InvariantCulture)),
        };
    }

    private static DocumentMember Member(string key, object? value, string path)
    {
        var node = Read(value, DocumentNode.PathOf(path, key));
        return new DocumentMember(key, default, node);
    }
}
