using SoGar.Host.CommandLine;

var shell = new CommandShell(CommandSurroundings.OfThisProcess());
return await shell.InvokeAsync(CommandTree.Build(shell), args);
