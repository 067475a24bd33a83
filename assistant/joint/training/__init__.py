"""The recipe of the joint reader, from the encoder and written questions and claims to its files.

python -m assistant.joint.training --data DIR      train and export (extra `train`)
python -m assistant.joint.training.evaluate        how good it is on places held out

written     questions and claims about places of the surveys, and which of them are held out
examples    what is learned from: pairs of texts and whether one answers or supports the other
network     the encoder's upper layers over two texts
recipe      training, and the calibration of support
export      the ONNX graph
"""
