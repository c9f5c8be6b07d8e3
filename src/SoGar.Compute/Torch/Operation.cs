using System.Runtime.CompilerServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>
/// One operation of ATen, by the name and overload of its schema; found at its first call. Trailing arguments that a call leaves out take
/// the schema's defaults. Tensors that come back belong to the open <see cref="TensorScope"/>.
/// </summary>
/// <param name="name">Such as <c>aten::add</c>.</param>
/// <param name="overload">Such as <c>Tensor</c>; empty where the schema has none.</param>
[SkipLocalsInit]
internal sealed unsafe class Operation(string name, string overload = "")
{
    private nint _handle;

    /// <summary>Calls an operation with one tensor as its result.</summary>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        Argument result;
        Invoke(arguments, &result, 1);
        return Tensor.Born(result.Handle);
    }

    /// <summary>Calls an operation whose first parameter is a list of integers, such as a shape.</summary>
    public Tensor Call(ReadOnlySpan<long> integers, params ReadOnlySpan<Argument> rest)
    {
        fixed (long* first = integers)
        {
            Span<Argument> arguments = stackalloc Argument[rest.Length + 1];
            arguments[0] = Argument.Integers(first, integers.Length);
            rest.CopyTo(arguments[1..]);
            return Call(arguments);
        }
    }

    /// <summary>Calls an operation whose first parameter is a tensor and whose second is a list of integers, such as axes.</summary>
    public Tensor Call(Tensor self, ReadOnlySpan<long> integers, params ReadOnlySpan<Argument> rest)
    {
        fixed (long* first = integers)
        {
            Span<Argument> arguments = stackalloc Argument[rest.Length + 2];
            arguments[0] = self;
            arguments[1] = Argument.Integers(first, integers.Length);
            rest.CopyTo(arguments[2..]);
            return Call(arguments);
        }
    }

    /// <summary>Calls an operation whose first parameter is a list of tensors.</summary>
    public Tensor Call(ReadOnlySpan<Tensor> tensors, params ReadOnlySpan<Argument> rest)
    {
        Span<nint> handles = tensors.Length <= 64 ? stackalloc nint[tensors.Length] : new nint[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        fixed (nint* first = handles)
        {
            Span<Argument> arguments = stackalloc Argument[rest.Length + 1];
            arguments[0] = Argument.Tensors(first, handles.Length);
            rest.CopyTo(arguments[1..]);
            return Call(arguments);
        }
    }

    /// <summary>Calls an operation for what it does to its first argument; results are dropped.</summary>
    public void Run(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, null, 0);

    /// <summary>Calls an operation that returns one number or truth value.</summary>
    public Argument CallValue(params ReadOnlySpan<Argument> arguments)
    {
        Argument result;
        Invoke(arguments, &result, 1);
        return result;
    }

    /// <summary>Calls an operation with two tensors as its results.</summary>
    public (Tensor First, Tensor Second) CallTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc Argument[2];
        Invoke(arguments, results, 2);
        return (Tensor.Born(results[0].Handle), Tensor.Born(results[1].Handle));
    }

    /// <summary>Calls an operation with three tensors as its results.</summary>
    public (Tensor First, Tensor Second, Tensor Third) CallThree(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc Argument[3];
        Invoke(arguments, results, 3);
        return (Tensor.Born(results[0].Handle), Tensor.Born(results[1].Handle), Tensor.Born(results[2].Handle));
    }

    /// <summary>Calls an operation that returns a list of tensors.</summary>
    /// <param name="capacity">The most tensors there can be.</param>
    /// <param name="arguments">The arguments.</param>
    public Tensor[] CallMany(long capacity, params ReadOnlySpan<Argument> arguments)
    {
        Span<Argument> results = capacity <= 64 ? stackalloc Argument[(int)capacity] : new Argument[capacity];
        fixed (Argument* first = results)
        {
            var tensors = new Tensor[Invoke(arguments, first, results.Length)];
            for (var i = 0; i < tensors.Length; i++)
                tensors[i] = Tensor.Born(results[i].Handle);
            return tensors;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Finds the operation in this libtorch, as its first call would.</summary>
    internal nint Find()
    {
        nint handle;
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_operation_find(name, overload, &handle, &error), in error, ToString());
        return _handle = handle;
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, Argument* results, int capacity)
    {
        NativeError error;
        int produced;
        var handle = _handle != 0 ? _handle : Find();
        fixed (Argument* first = arguments)
        {
            var status = TorchNative.sogar_operation_call(handle, first, arguments.Length, results, capacity, &produced, &error);
            if (status != NativeStatus.Ok)
                throw TorchException.From(ToString(), status, in error);
        }

        return produced;
    }
}
