using System.Collections.Immutable;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>A learned tensor of a layer: declared when the network is put together, given its memory by <see cref="NetworkParameters"/>.</summary>
public sealed class Parameter
{
    private Tensor? _tensor;

    internal Parameter(ParameterDeclaration declaration) => Declaration = declaration;

    /// <summary>Name, shape and whether it decays.</summary>
    public ParameterDeclaration Declaration { get; }

    /// <summary>The values, float32, a view of the network's flat buffer; a leaf that requires a gradient where the network is trained. Borrowed.</summary>
    /// <exception cref="InvalidOperationException">The network has no memory yet.</exception>
    public Tensor Value => _tensor ?? throw new InvalidOperationException($"{Declaration.Name} has no memory yet: NetworkParameters binds it");

    internal void Bind(Tensor tensor) => _tensor = tensor;
}

/// <summary>Where layers declare their parameters: a place in the tree of names. Declarations keep the order in which they are made.</summary>
public sealed class ModuleScope
{
    private readonly string _prefix;
    private readonly List<Parameter> _parameters;

    /// <summary>The root, without a prefix.</summary>
    public ModuleScope() : this("", [], new BatchNorms())
    {
    }

    private ModuleScope(string prefix, List<Parameter> parameters, BatchNorms norms)
    {
        _prefix = prefix;
        _parameters = parameters;
        Norms = norms;
    }

    /// <summary>The batch normalisations of the whole tree.</summary>
    public BatchNorms Norms { get; }

    /// <summary>All parameters declared so far, in the whole tree.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The place <c>prefix.name</c>.</summary>
    public ModuleScope In(string name) => new($"{_prefix}{name}.", _parameters, Norms);

    /// <summary>The whole name of something at this place.</summary>
    internal string NameOf(string name) => _prefix + name;

    /// <summary>Declares a matrix or a kernel, which decays.</summary>
    public Parameter Weight(string name, params ImmutableArray<long> shape) => Declare(name, shape, decays: true);

    /// <summary>Declares a vector or an embedding table, which does not decay.</summary>
    public Parameter Undecayed(string name, params ImmutableArray<long> shape) => Declare(name, shape, decays: false);

    private Parameter Declare(string name, ImmutableArray<long> shape, bool decays)
    {
        var parameter = new Parameter(new ParameterDeclaration(_prefix + name, shape, decays));
        _parameters.Add(parameter);
        return parameter;
    }
}
