using System.Security.Cryptography;
using System.Text;

namespace MentorMarket.Web.Evidence;

/// <summary>One hash that stands for many rows: none of them can be changed, left out or added without another root.</summary>
/// <remarks>The tree of RFC 6962: a leaf begins with 0, a node with 1, so that neither can be passed off as the other.</remarks>
public static class MerkleTree
{
    /// <summary>The hash of one row: its salt, so that nobody can guess what it says, and its canonical payload.</summary>
    public static byte[] Leaf(byte[] salt, string payload) => SHA256.HashData([0, .. salt, .. Encoding.UTF8.GetBytes(payload)]);

    /// <summary>The root over the leaves, in their order; of no leaves the hash of nothing.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0) return SHA256.HashData([]);
        var level = leaves.ToList();
        // Pairs from the left; one that is left over goes up as it is. That gives the tree of the standard.
        while (level.Count > 1)
        {
            var above = new List<byte[]>((level.Count + 1) / 2);
            for (var i = 0; i + 1 < level.Count; i += 2) above.Add(SHA256.HashData([1, .. level[i], .. level[i + 1]]));
            if (level.Count % 2 == 1) above.Add(level[^1]);
            level = above;
        }
        return level[0];
    }
}
