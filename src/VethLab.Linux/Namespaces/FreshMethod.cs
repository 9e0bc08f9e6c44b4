using System.Reflection;
using System.Runtime.CompilerServices;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A method that has never been called before, as often as one is wanted: the first call of a method makes the runtime start its
/// background compiler unless that runs already. An instantiation over value types of its own is a method of its own.
/// </summary>
internal static class FreshMethod
{
    private static readonly Type[] Digits =
        [typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(char)];

    private static int calls;

    internal static void Call()
    {
        var number = Interlocked.Increment(ref calls);
        Type argument = Digits[number % Digits.Length];
        for (number /= Digits.Length; number > 0; number /= Digits.Length)
            argument = typeof(KeyValuePair<,>).MakeGenericType(argument, Digits[number % Digits.Length]);
        _ = typeof(FreshMethod).GetMethod(nameof(Touch), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument)
            .CreateDelegate<Func<int>>()();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Touch<T>() where T : struct => Unsafe.SizeOf<T>();
}
