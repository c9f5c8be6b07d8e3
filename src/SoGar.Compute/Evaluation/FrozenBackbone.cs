using SoGar.Compute.Checkpoints;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Compute.Evaluation;

/// <summary>The weights of a backbone that are only looked at. Any number of threads may open a <see cref="BackboneReader"/> on them.</summary>
public sealed class FrozenBackbone : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly FlatBuffer _values;
    private readonly ParameterLayout _runningLayout;
    private readonly FlatBuffer _running;

    private FrozenBackbone(Recipe recipe)
    {
        Recipe = recipe;
        var scope = new ModuleScope();
        var model = Build(scope, recipe);
        (Width, HasAttention) = (model.OutputWidth, model is VisionTransformer);
        _layout = NetworkParameters.LayoutOf(scope);
        _values = new FlatBuffer(_layout.Length);
        _runningLayout = scope.Norms.Layout;
        _running = FlatBuffer.For(_runningLayout);
    }

    /// <summary>The recipe that the backbone was described by.</summary>
    public Recipe Recipe { get; }

    /// <summary>Width of a feature.</summary>
    public int Width { get; }

    /// <summary>Whether the backbone has a class token that looks at patches.</summary>
    public bool HasAttention { get; }

    /// <summary>The weights that a run of the recipe starts with: the baseline that says how much of a result was learned.</summary>
    public static FrozenBackbone Untrained(Recipe recipe)
    {
        var backbone = new FrozenBackbone(recipe);
        Initialisation.Fill(backbone._layout, backbone._values.Floats, recipe.Model, recipe.Seed);
        foreach (var slot in backbone._runningLayout.Slots.Where(slot => slot.Name.EndsWith("running_var", StringComparison.Ordinal)))
            slot.In(backbone._running.Floats).Fill(1);
        return backbone;
    }

    /// <summary>The backbone of a checkpoint's teacher or student, as the recipe asks for.</summary>
    /// <exception cref="CheckpointBrokenException">The checkpoint has changed on disk since it was written.</exception>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape: the checkpoint is of another recipe.</exception>
    public static FrozenBackbone Of(Recipe recipe, Checkpoint checkpoint)
    {
        var (file, prefix) = recipe.Evaluate.Features == FeatureSource.Teacher
            ? (CheckpointPart.Teacher, "teacher.")
            : (CheckpointPart.Student, "student.");
        var tensors = checkpoint.ReadTensors(file).ToDictionary(tensor => tensor.Name);
        var backbone = new FrozenBackbone(recipe);
        Take(backbone._layout, backbone._values);
        Take(backbone._runningLayout, backbone._running);
        return backbone;

        void Take(ParameterLayout layout, FlatBuffer buffer)
        {
            foreach (var slot in layout.Slots)
            {
                if (!tensors.TryGetValue(prefix + slot.Name, out var tensor) || tensor.Values.Length != slot.Length)
                {
                    throw new InvalidDataException(
                        $"{checkpoint.Directory}: {file} has no {prefix}{slot.Name} of {slot.Length} values; the checkpoint is of another recipe");
                }

                tensor.Values.Span.CopyTo(slot.In(buffer.Floats));
            }
        }
    }

    /// <summary>Copies weights and running statistics into the buffers of a larger network that has tensors of the same names.</summary>
    internal void CopyTo(ParameterLayout layout, FlatBuffer values, ParameterLayout runningLayout, FlatBuffer running)
    {
        foreach (var slot in _layout.Slots) slot.In(_values.Floats).CopyTo(layout[slot.Name].In(values.Floats));
        foreach (var slot in _runningLayout.Slots) slot.In(_running.Floats).CopyTo(runningLayout[slot.Name].In(running.Floats));
    }

    /// <summary>A network over the weights for the calling thread.</summary>
    public BackboneReader Open() => new(Recipe, _values, _running);

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _running.Dispose();
    }

    internal static IBackbone Build(ModuleScope scope, Recipe recipe, int dilated = 0) =>
        Backbones.Build(scope.In("backbone"), recipe.Model with { GradientCheckpointing = false }, dilated);
}

/// <summary>One thread's network over frozen weights.</summary>
public sealed class BackboneReader : IDisposable
{
    private readonly Torch.Precision _precision;
    private readonly IBackbone _model;
    private readonly NetworkParameters _parameters;
    private readonly Device _device;

    internal BackboneReader(Recipe recipe, FlatBuffer values, FlatBuffer running)
    {
        TorchThreads.Set(recipe.Threads);
        _precision = recipe.Precision == Protocol.Recipes.Precision.Bf16 ? Torch.Precision.BFloat16 : Torch.Precision.Float32;
        var scope = new ModuleScope();
        _model = FrozenBackbone.Build(scope, recipe);
        _device = DeviceChoice.Of(recipe.Device, replica: 0);
        _parameters = new NetworkParameters(scope, values, running: running, device: _device);
        scope.Norms.Rule = NormRule.Running;
    }

    /// <summary>Width of a feature.</summary>
    public int Width => _model.OutputWidth;

    /// <summary>Features of clips.</summary>
    /// <param name="clips">float32 [B, 3, T, H, W]; borrowed.</param>
    /// <param name="features">Receives float32 [B, D].</param>
    public void Read(Tensor clips, Span<float> features) => Run(clips, _model.Forward, features);

    /// <summary>How much the class token looks at each patch in the last block, averaged over heads.</summary>
    /// <param name="clips">float32 [B, 3, T, H, W]; borrowed.</param>
    /// <returns>float32 [B, T, rows, columns].</returns>
    /// <exception cref="NotSupportedException">The backbone has no class token.</exception>
    public float[] Attention(Tensor clips)
    {
        using var scope = TensorScope.Open();
        using var still = Grad.Disabled();
        using var casting = Autocast.Enable(_precision, _device);
        if (_model is not VisionTransformer transformer)
            throw new NotSupportedException("only model.backbone = vit has a class token whose attention could be shown");
        return transformer.AttentionOfCls(clips.To(_device)).To(DType.Float32).Contiguous().ToArray<float>();
    }

    /// <inheritdoc/>
    public void Dispose() => _parameters.Dispose();

    private void Run(Tensor clips, Func<Tensor, DropPathKey?, Tensor> forward, Span<float> result)
    {
        using var scope = TensorScope.Open();
        using var still = Grad.Disabled();
        using var casting = Autocast.Enable(_precision, _device);
        forward(clips.To(_device), null).To(DType.Float32).CopyTo(result);
    }
}
