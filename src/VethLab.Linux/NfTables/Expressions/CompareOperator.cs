namespace VethLab.Linux.NfTables.Expressions;

/// <summary>enum nft_cmp_ops; bytes are compared from the first on.</summary>
public enum CompareOperator : uint
{
    Equal = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Greater = 4,
    GreaterOrEqual = 5,
}
