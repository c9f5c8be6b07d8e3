namespace SoGar.Compute.Torch;

/// <summary>Operations of several tensors, as in PyTorch's <c>torch.nn.functional</c>: layers and losses.</summary>
public static partial class F
{
    /// <summary>Tensors one after the other along an axis.</summary>
    /// <param name="tensors">Of equal shape outside the axis; borrowed.</param>
    /// <param name="dim">The axis.</param>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0) => Aten.Cat.Call(tensors, (long)dim);

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="tensors">Of equal shape; borrowed.</param>
    /// <param name="dim">Where the new axis stands.</param>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0) => Aten.Stack.Call(tensors, (long)dim);

    /// <summary>
    /// For each element, the one of <paramref name="then"/> where the condition is true, else the one of <paramref name="otherwise"/>.
    /// </summary>
    /// <param name="condition">bool; all three broadcast.</param>
    /// <param name="then">Where it is true.</param>
    /// <param name="otherwise">Where it is not.</param>
    public static Tensor Where(Tensor condition, Tensor then, Tensor otherwise) => Aten.Where.Call(condition, then, otherwise);

    /// <summary><c>input * weight^T + bias</c>.</summary>
    /// <param name="input">[.., In].</param>
    /// <param name="weight">[Out, In].</param>
    /// <param name="bias">[Out], or null.</param>
    /// <returns>[.., Out].</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null) => Aten.Linear.Call(input, weight, bias);

    /// <summary>Mean 0 and variance 1 over the last axes of each entry, then scale and shift.</summary>
    /// <param name="input">[.., the axes of <paramref name="weight"/>].</param>
    /// <param name="weight">Scale; its shape says which axes are normalised.</param>
    /// <param name="bias">Shift, of the same shape.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor LayerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Aten.LayerNorm.Call(input, weight.Shape, weight, bias, epsilon);
    }

    /// <summary>Batch normalisation over all axes but the second.</summary>
    /// <param name="input">[N, C, ..].</param>
    /// <param name="weight">Scale [C], or null.</param>
    /// <param name="bias">Shift [C], or null.</param>
    /// <param name="runningMean">[C] or null; moved towards the batch's when training, used in its place when not.</param>
    /// <param name="runningVar">[C] or null; as <paramref name="runningMean"/>, with the unbiased variance.</param>
    /// <param name="training">Whether the batch's own statistics are used.</param>
    /// <param name="momentum">Share of the batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The output [N, C, ..], and, when training, the batch's mean [C] and 1 / sqrt(variance + epsilon) [C].</returns>
    public static (Tensor Output, Tensor Mean, Tensor InvStd) NativeBatchNorm(
        Tensor input, Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVar, bool training, double momentum = 0.1, double epsilon = 1e-5) =>
        Aten.NativeBatchNorm.CallThree(input, weight, bias, runningMean, runningVar, training, momentum, epsilon);

    /// <summary>
    /// softmax(query * key^T * scale) * value, from its plain pieces, which libtorch 1.13 and 2.x compute alike.
    /// </summary>
    /// <param name="query">[.., N, D].</param>
    /// <param name="key">[.., M, D].</param>
    /// <param name="value">[.., M, E].</param>
    /// <param name="scale">Factor of the products; null for 1 / sqrt(D).</param>
    /// <returns>[.., N, E].</returns>
    public static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, double? scale = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        var factor = scale ?? 1 / Math.Sqrt(query.Size(-1));
        var weights = query.Mul(factor).MatMul(key.Transpose(-2, -1)).Softmax(-1);
        return weights.MatMul(value);
    }

    /// <summary>The sum over shared letters that an equation in Einstein's notation asks for.</summary>
    /// <param name="equation">Such as <c>bnd,bmd->bnm</c>.</param>
    /// <param name="tensors">One per term; borrowed.</param>
    public static unsafe Tensor Einsum(string equation, ReadOnlySpan<Tensor> tensors)
    {
        Span<nint> handles = stackalloc nint[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        fixed (byte* text = System.Text.Encoding.UTF8.GetBytes(equation + '\0'))
        fixed (nint* first = handles)
            return Aten.Einsum.Call(Argument.Text(text), Argument.Tensors(first, handles.Length));
    }

    /// <summary>Mean cross-entropy of softmax(<paramref name="logits"/>).</summary>
    /// <param name="logits">[B, K].</param>
    /// <param name="targets">int64 [B] of class indices, or float [B, K] of probabilities.</param>
    /// <param name="smoothing">Share of the target that is spread over all classes.</param>
    /// <returns>[].</returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, double smoothing = 0) =>
        Aten.CrossEntropy.Call(logits, targets, Argument.None, 1L, -100L, smoothing);

    /// <summary>Mean negative log-likelihood.</summary>
    /// <param name="logProbabilities">[B, K].</param>
    /// <param name="targets">int64 [B] of class indices.</param>
    /// <returns>[].</returns>
    public static Tensor NllLoss(Tensor logProbabilities, Tensor targets) => Aten.NllLoss.Call(logProbabilities, targets);

    /// <summary>Mean squared difference, [].</summary>
    /// <param name="guessed">Any shape.</param>
    /// <param name="wanted">The same shape.</param>
    public static Tensor MseLoss(Tensor guessed, Tensor wanted) => Aten.MseLoss.Call(guessed, wanted);

    /// <summary>Mean of a difference that is squared below <paramref name="beta"/> and absolute above it, [].</summary>
    /// <param name="guessed">Any shape.</param>
    /// <param name="wanted">The same shape.</param>
    /// <param name="beta">Where the two meet.</param>
    public static Tensor SmoothL1Loss(Tensor guessed, Tensor wanted, double beta = 1) => Aten.SmoothL1Loss.Call(guessed, wanted, 1L, beta);
}
