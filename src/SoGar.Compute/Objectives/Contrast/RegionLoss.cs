using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Contrast;

// B clips, N regions of a view, C width.

/// <summary>
/// ConST-CL's contrast of regions (methods.md, D.3): what a region of one view becomes in the context of the other view finds that view's nearest
/// region, among the regions of all other clips of the shard.
/// </summary>
public static class RegionLoss
{
    private const double Never = -1e9;

    /// <summary>For each region of the one view, the most alike of the other view of the same clip.</summary>
    /// <param name="from_BNC">As pooled, or of unit length.</param>
    /// <param name="to_BNC">Likewise.</param>
    /// <param name="valid_BN">Of the other view's regions, ones and zeros; null where all are valid.</param>
    /// <returns>int64 [B, N].</returns>
    public static Tensor Match(Tensor from_BNC, Tensor to_BNC, Tensor? valid_BN = null)
    {
        using var still = Grad.Disabled();
        var cosines_BNN = from_BNC.MatMul(to_BNC.Transpose(1, 2));
        return (valid_BN is null ? cosines_BNN : cosines_BNN.MaskedFill(valid_BN.Unsqueeze(1).Eq(0), Never)).ArgMax(2);
    }

    /// <summary>The mean over valid regions of one direction.</summary>
    /// <param name="guessed_BNC">What each region became; of unit length.</param>
    /// <param name="wanted_BNC">The other view's regions, of unit length; they get a gradient too.</param>
    /// <param name="match_BN">From <see cref="Match"/>.</param>
    /// <param name="temperature">Divides the cosines.</param>
    /// <param name="valid_BN">Of the guessed regions, ones and zeros; null where all are.</param>
    /// <param name="wantedValid_BN">Of the wanted regions; an invalid one is no negative. Null where all are.</param>
    /// <returns>[].</returns>
    public static Tensor Directed(
        Tensor guessed_BNC, Tensor wanted_BNC, Tensor match_BN, double temperature, Tensor? valid_BN = null, Tensor? wantedValid_BN = null)
    {
        var (clips, regions, width) = (guessed_BNC.Size(0), guessed_BNC.Size(1), guessed_BNC.Size(2));
        var matched_BNC = wanted_BNC.Gather(1, match_BN.Unsqueeze(2).Expand(-1, -1, width));
        var positive_BN1 = (guessed_BNC * matched_BNC).Sum(-1, keepDim: true);
        var cosines_BNBN = guessed_BNC.View(clips * regions, width).MatMul(wanted_BNC.Reshape(clips * regions, width).Transpose(0, 1))
            .View(clips, regions, clips, regions);

        // Regions of the same clip overlap, so they are no negatives.
        var excluded_B1BN = Tensor.Eye(clips, device: guessed_BNC.Device).Gt(0).View(clips, 1, clips, 1).Expand(-1, -1, -1, regions);
        var negatives = cosines_BNBN.MaskedFill(excluded_B1BN, Never);
        if (wantedValid_BN is not null) negatives = negatives.MaskedFill(wantedValid_BN.Eq(0).View(1, 1, clips, regions), Never);
        var logits = F.Cat([positive_BN1, negatives.View(clips, regions, clips * regions)], 2) / temperature;
        var loss_BN = -logits.LogSoftmax(2).Select(2, 0);
        return valid_BN is null ? loss_BN.Mean() : (loss_BN * valid_BN).Sum() / valid_BN.Sum().ClampMin(1);
    }
}
